import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Context as KoaContext, Middleware } from 'koa';
import { html, type Html } from './kernel/html.ts';
import type { FaceModule } from './kernel/mount.ts';
import { documentFace } from './kernel/openapi.ts';

const require = createRequire(import.meta.url);
const swagger = dirname(require.resolve('swagger-ui-dist/package.json'));
const assets = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];
const starter = `SwaggerUIBundle({ url: 'openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null });\n`;

const page = (title: string, head: Html, body: Html): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        ${head}
      </head>
      <body>
        ${body}
      </body>
    </html>`.text;

const indexPage = (modules: readonly FaceModule[]): string =>
  page(
    'API documents',
    html``,
    html`<h1>API documents</h1>
      <ul>
        ${modules.map(
          ({ face, operations }) =>
            html`<li>
              <a href="/docs/${face.name}/">${face.title}</a> at <code>${face.prefix}</code>:
              ${String(operations.length)} operations (<a href="/docs/${face.name}/openapi.json">OpenAPI</a>)
            </li>`,
        )}
      </ul>`,
  );

const facePage = ({ face }: FaceModule): string =>
  page(
    `${face.title}: API documents`,
    html`<link rel="stylesheet" href="/docs/assets/swagger-ui.css" />
      <link rel="icon" type="image/png" href="/docs/assets/favicon-32x32.png" />`,
    html`<div id="swagger-ui"></div>
      <script src="/docs/assets/swagger-ui-bundle.js"></script>
      <script src="/docs/assets/start.js"></script>`,
  );

async function sendAsset(koa: KoaContext, name: string): Promise<void> {
  koa.set('Cache-Control', 'max-age=86400'); // seconds
  koa.type = name.slice(name.lastIndexOf('.'));
  if (name === 'start.js') koa.body = starter;
  else {
    const path = join(swagger, name);
    const { size } = await stat(path);
    koa.body = createReadStream(path);
    koa.length = size;
  }
}

/** Serves `/docs/`: an index, and for each face a page of its operations and the OpenAPI document behind it; nothing comes from elsewhere. */
export function docsPages(modules: readonly FaceModule[]): Middleware {
  const documents = new Map<string, string>();
  const documentOf = (module: FaceModule): string => {
    const text = documents.get(module.face.name) ?? JSON.stringify(documentFace(module));
    documents.set(module.face.name, text);
    return text;
  };

  return async (koa, next) => {
    const [, root, name, file, ...rest] = koa.path.split('/');
    if (root !== 'docs' || rest.length > 0 || !['GET', 'HEAD'].includes(koa.method)) return next();
    const module = modules.find(({ face }) => face.name === name);
    if (name === 'assets' && (file === 'start.js' || assets.some((one) => one === file)))
      return sendAsset(koa, String(file));
    if (name === undefined || (module && file === undefined)) return koa.redirect(`${koa.path}/`);
    if (name === '' && file === undefined) koa.body = indexPage(modules);
    else if (module && file === '') koa.body = facePage(module);
    else if (module && file === 'openapi.json') {
      koa.type = 'json';
      koa.body = documentOf(module);
    } else return next();
  };
}
