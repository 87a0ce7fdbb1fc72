import { config } from 'zod';

// The page's policy forbids to make functions from text; zod would try. Imported before anything that makes a schema.
config({ jitless: true });
