// A server in which Microsoft's library for Node gets a token for the service that the query names.
import http from 'node:http';
import { createRequire } from 'node:module';

const { ManagedIdentityCredential } = createRequire(process.argv[2] + '/')('@azure/identity');
const credential = new ManagedIdentityCredential();
const url = new URL(process.env.JUPYTERHUB_SERVICE_URL);

async function answer(service) {
  try {
    return (await credential.getToken(service + '/.default')).token;
  } catch (error) {
    return 'refused: ' + error.message;
  }
}

http.createServer(async (request, response) => {
  const service = new URL(request.url, url).search.slice(1);
  response.end(service ? await answer(service) : 'ready');
}).listen(url.port, url.hostname);
