"""Five captions for a scene, as five captioners would write them."""

from __future__ import annotations

from anime.cast import BOY, Character
from anime.scenes import FACES, FULL, PORTRAIT, Scene

COLUMNS = ('cap_zh_long', 'cap_zh_short', 'cap_en_long', 'tags_en', 'cap_mixed')
# Captioners failed here and there: the columns that are empty, by the number of the picture.
EMPTY = {
    4: ('cap_en_long',),
    9: ('cap_zh_short',),
    17: ('cap_mixed',),
    23: ('cap_zh_long', 'cap_zh_short'),
    29: ('tags_en',),
    36: ('cap_zh_long', 'cap_zh_short', 'cap_en_long', 'cap_mixed'),
    42: ('cap_en_long',),
    46: ('cap_zh_long',),
}


def captions(scene: Scene) -> dict[str, str]:
    texts = (_zh_long(scene), _zh_short(scene), _en_long(scene), ', '.join(_tags(scene)), ', '.join(_mixed(scene)))
    empty = EMPTY.get(scene.number, ())
    return {column: '' if column in empty else text for column, text in zip(COLUMNS, texts)}


def _hair_zh(who: Character) -> str:
    return who.hair_word.zh + who.style_word.zh


def _hair_en(who: Character) -> str:
    if who.style in ('long', 'short'):
        return f'{who.style} {who.hair_word.en} hair'
    return f'{who.hair_word.en} hair in {who.style_word.en}'


def _a(words: str) -> str:
    return f'an {words}' if words[0] in 'aeiou' else f'a {words}'


def _zh_long(scene: Scene) -> str:
    place, (one, two), face = scene.backdrop.word.zh, scene.backdrop.also, FACES[scene.face].zh
    if len(scene.cast) == 2:
        a, b = scene.cast
        return (
            f'{place}，{a.zh}与{b.zh}并肩入画。{a.zh}留着{_hair_zh(a)}，身穿{a.dress_word.zh}；'
            f'{b.zh}则是{_hair_zh(b)}，身穿{b.dress_word.zh}。两人{face}，背景中有{one.zh}和{two.zh}，{scene.framing.zh}构图，横幅。'
        )
    [who] = scene.cast
    they, pose = '他' if who.person is BOY else '她', scene.poses[0].zh
    # 正在挥手, but 站着 and 捧着一本书.
    pose = f'正在{pose}' if pose == '挥手' else pose
    eyes = '' if scene.face == 'closed eyes' else f'，有一双{who.eyes_word.zh}'
    act = they if scene.framing is PORTRAIT else f'{they}{pose}，'
    return (
        f'{place}，{who.zh}是一位留着{_hair_zh(who)}的{who.person.zh}{eyes}，身穿{who.dress_word.zh}，头部可见{who.extra_word.zh}。'
        f'{act}{face}，身后是{one.zh}与{two.zh}。{scene.framing.zh}构图，线条干净，色彩明快。',
        f'一幅{scene.framing.zh}插画。画中的{who.person.zh}名叫{who.zh}，{_hair_zh(who)}{eyes}，{face}。{act}身穿{who.dress_word.zh}，'
        f'配有{who.extra_word.zh}。场景在{place}，可以看到{one.zh}和{two.zh}，整体以平涂上色。',
        f'画面里是{place}的{who.zh}，{they}的{who.dress_word.zh}与{one.zh}相映。{they}留着{_hair_zh(who)}{eyes}，还有{who.extra_word.zh}。'
        f'{act}{face}，远处有{two.zh}，{scene.framing.zh}取景，气氛安静。',
    )[scene.number % 3]


def _zh_short(scene: Scene) -> str:
    place, face = scene.backdrop.word.zh, FACES[scene.face].zh
    if len(scene.cast) == 2:
        a, b = scene.cast
        return f'{a.zh}和{b.zh}在{place}'
    [who] = scene.cast
    return (
        f'{place}的{who.zh}，{who.dress_word.zh}，{face}',
        f'{who.zh}，{_hair_zh(who)}的{who.person.zh}，{place}',
        f'{place}，{_hair_zh(who)}的{who.zh}{face}',
    )[scene.number // 2 % 3]


def _en_long(scene: Scene) -> str:
    place, (one, two), face = scene.backdrop.word.en, scene.backdrop.also, FACES[scene.face].en
    view = {FULL: 'The whole figure is shown.', PORTRAIT: 'It is a close portrait.'}.get(scene.framing, 'The picture ends below the waist.')
    if len(scene.cast) == 2:
        a, b = scene.cast
        return (
            f'{a.title} and {b.title} stand side by side {place}. {a.title} has {_hair_en(a)} and wears {_a(a.dress_word.en)}, '
            f'while {b.title} has {_hair_en(b)} and wears {_a(b.dress_word.en)}. Behind the two are {one.en} and {two.en}. {view}'
        )
    [who] = scene.cast
    they, them, their = ('He', 'him', 'his') if who.person is BOY else ('She', 'her', 'her')
    eyes = '' if scene.face == 'closed eyes' else f' and {who.eyes_word.en}'
    act = 'shown up close' if scene.framing is PORTRAIT else scene.poses[0].en
    return (
        f'{who.title}, {_a(who.person.en)} with {_hair_en(who)}{eyes}, is {act} {place}. {they} wears {_a(who.dress_word.en)} with {who.extra_word.en} and {face}. '
        f'Behind {them} one sees {one.en} and {two.en}. {view}',
        f'An illustration of {who.aliases[-1]} {place}, with {one.en} and {two.en} around {them}. {they} is {act} and {face}. '
        f'{_a(who.person.en).capitalize()} with {_hair_en(who)}{eyes}, {who.title} is drawn in flat colours, wearing {_a(who.dress_word.en)} and {who.extra_word.en}. {view}',
        f'The picture shows {one.en} and {two.en}, and in the middle of it {who.title}, {act}. {they} {face}; {their} {_hair_en(who)} and the {who.dress_word.en} stand out. '
        f'{they} is seen {place}, with {who.extra_word.en}. {view}',
    )[scene.number % 3]


def _count(scene: Scene) -> list[str]:
    boys = sum(who.person is BOY for who in scene.cast)
    girls = len(scene.cast) - boys
    tags = [f'{n}{word}{"s" if n > 1 else ""}' for n, word in ((girls, 'girl'), (boys, 'boy')) if n]
    return tags if len(scene.cast) > 1 else [*tags, 'solo']


def _tags(scene: Scene) -> list[str]:
    tags = [*_count(scene), *(who.name for who in scene.cast)]
    for who in scene.cast:
        tags += [who.hair_word.tag, who.style_word.tag]
        tags += [] if scene.face == 'closed eyes' else [who.eyes_word.tag]
        tags += [who.dress_word.tag, who.extra_word.tag]
    tags += [FACES[scene.face].tag]
    tags += [] if scene.framing is PORTRAIT else [pose.tag for pose, _ in zip(scene.poses, scene.cast)]
    tags += [scene.framing.tag, scene.backdrop.word.tag, *(word.tag for word in scene.backdrop.also)]
    return list(dict.fromkeys([*tags, *scene.years, *scene.meta]))


def _mixed(scene: Scene) -> list[str]:
    one, two = scene.backdrop.also
    tags = list(_count(scene))
    for k, who in enumerate(scene.cast):
        tags += [who.zh if (scene.number + k) % 4 == 0 else who.name, _hair_zh(who), who.eyes_word.tag, who.dress_word.zh, who.extra_word.tag]
    tags += [FACES[scene.face].zh.replace('，', ''), scene.backdrop.word.tag, one.zh, two.tag, scene.framing.zh]
    return list(dict.fromkeys([*tags, *scene.years[:1], *scene.meta[:2]]))
