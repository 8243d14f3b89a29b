// A certified OpenID provider whose own pages take every password. Arguments: the package, port, clients as JSON.
import http from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, port, clients] = process.argv.slice(2);
const { default: Provider } = await import(pathToFileURL(join(folder, 'lib/index.js')));
const people = {
  alice: { name: 'Alice Liddell', email: 'alice@example.org', email_verified: true, groups: ['hub-users', 'hub-admins'] },
  bob: { name: 'Bob Builder', email: 'bob@example.org', email_verified: false, groups: [] },
};
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: JSON.parse(clients),
  pkce: { required: () => true },
  scopes: ['openid', 'offline_access', 'profile', 'email', 'groups'],
  claims: { openid: ['sub'], profile: ['name', 'preferred_username'], email: ['email', 'email_verified'], groups: ['groups'] },
  conformIdTokenClaims: false,
  findAccount: (context, id) => people[id] && {
    accountId: id,
    claims: () => ({ sub: id, preferred_username: id, ...people[id] }),
  },
  issueRefreshToken: (context, client) => client.grantTypeAllowed('refresh_token'),
  rotateRefreshToken: true,
  // By itself it calls no address of this machine.
  fetch: (url, { dispatcher, ...options }) => globalThis.fetch(url, options),
  cookies: { keys: ['for tests'] },
  ttl: { AccessToken: 60, IdToken: 60, RefreshToken: 3600, Interaction: 600, Session: 3600, Grant: 3600 },
  features: {
    devInteractions: { enabled: true },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: { enabled: true },
  },
});
for (const event of ['server_error', 'grant.error', 'authorization.error', 'backchannel.error']) {
  provider.on(event, (context, error) => console.error(event, error.message, error.error_description ?? ''));
}
http.createServer(provider.callback()).listen(Number(port), '127.0.0.1', () => console.log('ready'));
