"""The invented characters: how they look, and what they are called in either language."""

from __future__ import annotations

from dataclasses import dataclass

from anime.pen import Colour


@dataclass(frozen=True)
class Word:
    """One thing to say: as a tag, in Chinese, and in an English sentence (the tag, where nothing else is given)."""

    tag: str
    zh: str
    prose: str = ''

    @property
    def en(self) -> str:
        return self.prose or self.tag


@dataclass(frozen=True)
class Character:
    name: str
    zh: str
    aliases: tuple[str, ...]
    person: Word
    hair: Colour
    hair_word: Word
    style: str
    style_word: Word
    bangs: str
    eyes: Colour
    eyes_word: Word
    dress: Colour
    trim: Colour
    dress_word: Word
    collar: str
    hem: str
    extra: str
    extra_word: Word
    skin: Colour = (255, 226, 206)

    @property
    def title(self) -> str:
        return self.name.title()


GIRL, BOY = Word('1girl', '少女', 'girl'), Word('1boy', '少年', 'boy')
LONG = Word('long hair', '长发')
TWIN = Word('twintails', '双马尾')
BOB = Word('bob cut', '齐耳短发', 'a bob cut')
BRAID = Word('single braid', '单侧麻花辫', 'a single braid')
TAIL = Word('ponytail', '高马尾', 'a ponytail')
BUN = Word('double bun', '双丸子头', 'two buns')
SHORT = Word('short hair', '短发')

CAST = (
    Character('mirelle tansy', '米蕾尔·坦西', ('Mirelle Tansy', 'Lady Tansy'), GIRL, (214, 218, 232), Word('silver hair', '银色', 'silver'), 'long', LONG, 'blunt', (70, 122, 204), Word('blue eyes', '蓝色眼睛'), (48, 62, 116), (244, 242, 236), Word('sailor dress', '水手领连衣裙', 'navy sailor dress'), 'sailor', 'band', 'ribbon', Word('red ribbon', '红色蝴蝶结', 'a red ribbon')),
    Character('odra venn', '奥德拉·文恩', ('Odra Venn',), GIRL, (52, 46, 66), Word('black hair', '黑色', 'black'), 'bob', BOB, 'blunt', (196, 58, 74), Word('red eyes', '红色眼睛'), (122, 38, 58), (34, 28, 40), Word('black and red dress', '黑红相间的连衣裙'), 'round', 'dots', 'hat', Word('witch hat', '女巫帽', 'a witch hat')),
    Character('pell quillon', '佩尔·奎隆', ('Pell Quillon', 'Professor Quillon'), BOY, (172, 112, 62), Word('brown hair', '棕色', 'brown'), 'short', SHORT, 'spiky', (74, 144, 92), Word('green eyes', '绿色眼睛'), (82, 112, 96), (226, 206, 158), Word('green coat', '绿色外套'), 'scarf', 'shorts', 'glasses', Word('round eyewear', '圆框眼镜', 'round glasses')),
    Character('sarith lume', '萨莉丝·露姆', ('Sarith Lume',), GIRL, (244, 214, 128), Word('blonde hair', '金色', 'blonde'), 'twin', TWIN, 'swept', (138, 96, 196), Word('purple eyes', '紫色眼睛'), (250, 238, 214), (226, 152, 84), Word('white dress', '白色连衣裙'), 'round', 'band', 'flower', Word('hair flower', '头花', 'a flower in the hair')),
    Character('wren tallowmere', '雷恩·塔洛米尔', ('Wren Tallowmere',), GIRL, (156, 74, 60), Word('red hair', '红色', 'red'), 'braid', BRAID, 'swept', (208, 146, 54), Word('amber eyes', '琥珀色眼睛'), (92, 118, 150), (240, 234, 220), Word('blue pinafore', '蓝色背带裙'), 'straps', 'band', 'beret', Word('beret', '贝雷帽', 'a beret'), (250, 214, 190)),
    Character('ibbie thornwick', '伊比·索恩威克', ('Ibbie Thornwick', 'Ibbie of the Hedge'), GIRL, (126, 172, 108), Word('green hair', '绿色', 'green'), 'bun', BUN, 'blunt', (188, 92, 132), Word('pink eyes', '粉色眼睛'), (116, 148, 78), (246, 232, 196), Word('leaf-green dress', '叶绿色连衣裙'), 'round', 'stripes', 'leaf', Word('leaf hair ornament', '叶子发饰', 'a leaf in the hair')),
    Character('cassia dunmoor', '卡西娅·邓穆尔', ('Cassia Dunmoor',), GIRL, (108, 68, 58), Word('dark brown hair', '深棕色', 'dark brown'), 'tail', TAIL, 'swept', (96, 70, 54), Word('brown eyes', '棕色眼睛'), (206, 92, 66), (250, 224, 150), Word('orange hoodie', '橙色连帽衫'), 'hood', 'plain', 'band', Word('hairband', '发箍', 'a hairband'), (206, 152, 116)),
    Character('nono halflight', '诺诺·半光', ('Nono Halflight',), GIRL, (250, 176, 196), Word('pink hair', '粉色', 'pink'), 'twin', TWIN, 'blunt', (232, 110, 150), Word('pink eyes', '粉色眼睛'), (255, 222, 232), (214, 116, 156), Word('frilled dress', '荷叶边连衣裙', 'pink frilled dress'), 'ribbon', 'stripes', 'cat', Word('cat ears', '猫耳')),
    Character('juniper oake', '朱妮珀·奥克', ('Juniper Oake',), GIRL, (74, 96, 150), Word('blue hair', '蓝色', 'blue'), 'bob', BOB, 'swept', (72, 164, 188), Word('aqua eyes', '水蓝色眼睛'), (238, 242, 246), (70, 110, 170), Word('white sailor dress', '白色水手裙'), 'sailor', 'band', 'phones', Word('headphones', '头戴式耳机')),
    Character('vesna korrit', '薇丝娜·科里特', ('Vesna Korrit', 'Captain Korrit'), GIRL, (238, 236, 230), Word('white hair', '白色', 'white'), 'tail', TAIL, 'spiky', (120, 132, 152), Word('grey eyes', '灰色眼睛'), (66, 70, 84), (206, 178, 104), Word('military coat', '军装大衣', 'dark military coat'), 'buttons', 'band', 'patch', Word('hairclip', '发夹', 'a golden hairclip')),
    Character('tollo brindle', '托洛·布林德尔', ('Tollo Brindle',), BOY, (66, 58, 76), Word('black hair', '黑色', 'black'), 'short', SHORT, 'swept', (84, 132, 196), Word('blue eyes', '蓝色眼睛'), (214, 170, 76), (92, 66, 52), Word('yellow raincoat', '黄色雨衣'), 'hood', 'shorts', 'band', Word('headband', '头带', 'a headband'), (232, 184, 150)),
    Character('winter bell', '冬铃', ('Winter Bell', 'Spirit of the Bell'), GIRL, (176, 214, 236), Word('light blue hair', '浅蓝色', 'light blue'), 'long', LONG, 'swept', (112, 176, 214), Word('light blue eyes', '浅蓝色眼睛'), (224, 236, 246), (120, 150, 200), Word('winter dress', '冬日长裙', 'pale winter dress'), 'scarf', 'dots', 'horns', Word('small horns', '小小的角'), (248, 232, 228)),
)
