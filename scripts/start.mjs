// `npm start`: installs and builds what is needed, then serves, in this same process so that signals reach it at once.
process.argv.splice(2, 0, 'serve');
await import('../gateway/bin/renxin.mjs');
