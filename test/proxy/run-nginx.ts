import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort } from '../../src/standalone/embedded-postgres/free-port.js';

/** What the guide recommends. */
export const NGINX_CONF = resolve(import.meta.dirname, '../../docker/proxy/nginx.conf');

/** Debian's, or another one in one of the usual places; undefined where there is none. */
export const NGINX = ['/usr/sbin/nginx', '/usr/bin/nginx', '/usr/local/bin/nginx', '/opt/homebrew/bin/nginx'].find(
  (path) => existsSync(path),
);

/** An nginx of one's own before the service at `port`, configured as the guide says, with a certificate of its own. */
export async function runNginx(nginx: string, upstream: string) {
  const folder = await mkdtemp(join(tmpdir(), 'inbound-scim-nginx-'));
  const [tls, plain] = [await freePort(), await freePort()];
  makeCertificate(folder);
  const site = (await readFile(NGINX_CONF, 'utf8'))
    .replaceAll('listen 443 ', `listen 127.0.0.1:${tls} `)
    .replaceAll('listen 80;', `listen 127.0.0.1:${plain};`)
    .replaceAll('/etc/ssl/scim.example.com', folder)
    .replaceAll('server 127.0.0.1:3000;', `server ${upstream};`);
  await writeFile(join(folder, 'nginx.conf'), wholeConfiguration(folder, site));
  const files = ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')];
  const child = spawn(nginx, [...files, '-g', 'daemon off;'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = once(child, 'exit');
  await Promise.race([listening(tls), ended.then(() => Promise.reject(new Error('nginx has ended.')))]);
  return {
    tls,
    plain,
    certificate: await readFile(join(folder, 'fullchain.pem'), 'utf8'),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

function makeCertificate(folder: string): void {
  const names = 'subjectAltName=DNS:scim.example.com,DNS:*.scim.example.com';
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const files = ['-keyout', join(folder, 'privkey.pem'), '-out', join(folder, 'fullchain.pem')];
  const subject = ['-subj', '/CN=scim.example.com', '-addext', names, '-days', '2'];
  execFileSync('openssl', ['req', '-x509', ...key, ...files, ...subject], { stdio: 'ignore' });
}

/** All that nginx writes goes to the folder. */
function wholeConfiguration(folder: string, site: string): string {
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${join(folder, name)};`,
  );
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  return `${user}
worker_processes 1;
pid ${join(folder, 'nginx.pid')};
error_log ${join(folder, 'error.log')};
events {}
http {
access_log off;
${places.join('\n')}
${site}
}`;
}

async function listening(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => setImmediate(resolve, false));
    });
    socket.destroy();
    if (isOpen) return;
  }
}
