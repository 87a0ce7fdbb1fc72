export * from './header-keeper.js';
