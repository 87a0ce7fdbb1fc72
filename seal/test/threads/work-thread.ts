import { serveThread } from '../../src/threads/index.js';
import { signing } from './work.js';

serveThread([signing]);
