import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DitcError } from '../errors.ts';
import { manifestVersion, packedFiles, type Manifest } from './packed-folder.ts';
import { codeOf } from '../disk/system-error.ts';

/** What the indexer needs of a packed source; row `i` of the three columns is row `i` over all shards in order. */
export interface PackedSource {
  readonly source: string;
  readonly shards: readonly { readonly file: string; readonly rows: number }[];
  readonly rows: number;
  readonly widths: Int32Array;
  readonly heights: Int32Array;
  /** 16 bytes a row. */
  readonly md5: Uint8Array;
}

/** Reads sizes and md5 of all rows of a packed source without opening a shard. Throws `env/not-packed` or `env/broken-pack`. */
export async function readPackedSource(folder: string): Promise<PackedSource> {
  const { source, kept, shards } = parseManifest(await read(folder, packedFiles.manifest), folder);
  const bytes = await read(folder, packedFiles.rows);
  if (bytes.length !== kept * 24)
    throw broken(folder, `\`${packedFiles.rows}\` does not fit \`${packedFiles.manifest}\``);
  // Typed arrays need an aligned start, which a pooled buffer does not promise; the file is little-endian, as every supported machine.
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : Buffer.from(Uint8Array.from(bytes).buffer);
  return {
    source,
    shards: shards.map(({ file, rows }) => ({ file, rows })),
    rows: kept,
    widths: new Int32Array(aligned.buffer, aligned.byteOffset, kept),
    heights: new Int32Array(aligned.buffer, aligned.byteOffset + kept * 4, kept),
    md5: new Uint8Array(aligned.buffer, aligned.byteOffset + kept * 8, kept * 16),
  };
}

async function read(folder: string, name: string): Promise<Buffer> {
  try {
    return await readFile(join(folder, name));
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    throw new DitcError('env/not-packed', `No packed data in \`${folder}\``, {
      help: 'Run `ditc build` for this experiment first.',
      cause: error,
    });
  }
}

function parseManifest(text: Buffer, folder: string): Manifest {
  let manifest: Manifest;
  try {
    // The version is compared below; a file with it was written whole by the packer.
    manifest = JSON.parse(text.toString()) as Manifest;
  } catch (error) {
    throw broken(folder, `\`${packedFiles.manifest}\` is not JSON`, error);
  }
  if (manifest.formatVersion !== manifestVersion)
    throw broken(folder, 'it was packed by another version of ditc');
  return manifest;
}

function broken(folder: string, what: string, cause?: unknown): DitcError {
  return new DitcError('env/broken-pack', `Packed data in \`${folder}\` cannot be used: ${what}`, {
    help: 'Delete that folder and run `ditc build` again.',
    cause,
  });
}
