import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { basename, dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type CompletionItem,
  type CompletionList,
  type Diagnostic,
  type Hover,
  type MarkupContent,
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
  /** What is offered at each `¦` of a text, in their order. */
  offers(path: string, marked: string): Promise<readonly (readonly CompletionItem[])[]>;
  /** Markdown shown where `¦` stands in the text. */
  hover(path: string, marked: string): Promise<string>;
  /** Markdown shown at each `¦` of a text, in their order. */
  hovers(path: string, marked: string): Promise<readonly string[]>;
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
  ): Promise<{ uri: string; diagnostics: Promise<readonly Diagnostic[]> }> {
    opened += 1;
    const { href: uri } = pathToFileURL(`${ROOT}${dirname(path)}/${opened}-${basename(path)}`);
    const diagnostics = new Promise<readonly Diagnostic[]>((resolve) => waiting.set(uri, resolve));
    const textDocument = { uri, languageId: 'yaml', version: 1, text };
    await connection.sendNotification('textDocument/didOpen', { textDocument });
    return { uri, diagnostics };
  }

  /** Asks at each mark of one document, without waiting for what the server underlines in it. */
  async function ask<Answer>(method: string, path: string, marked: string): Promise<readonly Answer[]> {
    const { uri } = await openNew(path, marked.replaceAll('¦', ''));
    const request = `textDocument/${method}`;
    return Promise.all(
      positionsOf(marked).map((position) =>
        connection.sendRequest<Answer>(request, { textDocument: { uri }, position }),
      ),
    );
  }

  async function offers(path: string, marked: string): Promise<readonly (readonly CompletionItem[])[]> {
    const answers = await ask<CompletionList>('completion', path, marked);
    return answers.map(({ items }) => items);
  }

  async function hovers(path: string, marked: string): Promise<readonly string[]> {
    const answers = await ask<Hover | null>('hover', path, marked);
    return answers.map((answer) => (answer === null ? '' : (answer.contents as MarkupContent).value)); // as asked for
  }

  return {
    open: async (path, text) => (await openNew(path, text)).diagnostics,
    complete: async (path, marked) => (await offers(path, marked)).flat().map(({ label }) => label),
    offers,
    hover: async (path, marked) => (await hovers(path, marked)).join('\n'),
    hovers,
    async stop() {
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      connection.dispose();
    },
  };
}

/** Where the marks stand once they are taken out. */
function positionsOf(marked: string): readonly { line: number; character: number }[] {
  const parts = marked.split('¦').slice(0, -1);
  return parts.map((_, index) => {
    const lines = parts
      .slice(0, index + 1)
      .join('')
      .split('\n');
    return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  });
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
