import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { basename, dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type CompletionList,
  type Diagnostic,
  type Hover,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver-protocol/node';

const ROOT = new URL('../../', import.meta.url).pathname;
const require = createRequire(import.meta.url);
const SERVER = require.resolve('yaml-language-server/bin/yaml-language-server');

/** The YAML language server of editors, with files that need not exist. */
export interface LanguageServer {
  /** Opens a text as if it lay at `path` in the repository; what the editor would underline. */
  open(path: string, text: string): Promise<readonly Diagnostic[]>;
  /** Labels offered where `¦` stands in the text. */
  complete(path: string, marked: string): Promise<readonly string[]>;
  /** Markdown shown where `¦` stands in the text. */
  hover(path: string, marked: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts the server without network: schemas come from the first line of each file. */
export async function startLanguageServer(): Promise<LanguageServer> {
  const child = spawn(process.execPath, [SERVER, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const waiting = new Map<string, (found: readonly Diagnostic[]) => void>();
  connection.onNotification(
    'textDocument/publishDiagnostics',
    ({ uri, diagnostics }: PublishDiagnosticsParams) => waiting.get(uri)?.(diagnostics),
  );
  connection.onRequest('workspace/configuration', ({ items }: { items: { section?: string }[] }) =>
    items.map(({ section }) => settingsOf(section)),
  );
  connection.onRequest('client/registerCapability', () => null);
  connection.listen();
  await connection.sendRequest('initialize', initialization());
  await connection.sendNotification('initialized', {});

  let opened = 0;

  /** Every text is a new document: the server forgets what it said about an old one at its own time. */
  async function openNew(
    path: string,
    text: string,
  ): Promise<{ uri: string; diagnostics: readonly Diagnostic[] }> {
    opened += 1;
    const { href: uri } = pathToFileURL(`${ROOT}${dirname(path)}/${opened}-${basename(path)}`);
    const found = new Promise<readonly Diagnostic[]>((resolve) => waiting.set(uri, resolve));
    const textDocument = { uri, languageId: 'yaml', version: 1, text };
    await connection.sendNotification('textDocument/didOpen', { textDocument });
    return { uri, diagnostics: await found };
  }

  async function ask<Answer>(method: string, path: string, marked: string): Promise<Answer> {
    const lines = marked.slice(0, marked.indexOf('¦')).split('\n');
    const { uri } = await openNew(path, marked.replace('¦', ''));
    const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
    return connection.sendRequest(`textDocument/${method}`, { textDocument: { uri }, position });
  }

  return {
    open: async (path, text) => (await openNew(path, text)).diagnostics,
    async complete(path, marked) {
      const { items } = await ask<CompletionList>('completion', path, marked);
      return items.map(({ label }) => label);
    },
    async hover(path, marked) {
      const answer = await ask<Hover | null>('hover', path, marked);
      return answer === null ? '' : JSON.stringify(answer.contents);
    },
    async stop() {
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      connection.dispose();
    },
  };
}

const initialization = () => {
  const { href } = pathToFileURL(ROOT);
  return {
    processId: process.pid,
    rootUri: href,
    workspaceFolders: [{ uri: href, name: 'ditc' }],
    capabilities: {
      workspace: { configuration: true, workspaceFolders: true },
      textDocument: {
        completion: { completionItem: { documentationFormat: ['markdown'], snippetSupport: true } },
        hover: { contentFormat: ['markdown'] },
        publishDiagnostics: {},
      },
    },
  };
};

function settingsOf(section: string | undefined): unknown {
  if (section === 'yaml')
    return { validate: true, hover: true, completion: true, schemaStore: { enable: false } };
  return section === 'http' ? { proxy: '', proxyStrictSSL: false } : null;
}
