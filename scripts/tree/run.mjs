import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { root } from './rooms.mjs';

/**
 * Runs a program in the tree's root and resolves with its exit code (130 or 143 when a signal ended it). What it prints
 * goes to our standard error, so that a command's own output stays clean. A signal to us is handed on.
 */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 2, 2], ...options });
    const handOn = (signal) => child.kill(signal);
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, handOn);
    const done = (settle) => {
      for (const signal of signals) process.off(signal, handOn);
      settle();
    };
    child.on('error', (error) => done(() => reject(error)));
    child.on('exit', (code, signal) => done(() => resolve(code ?? (signal === 'SIGINT' ? 130 : 143))));
  });
}

/** A step of the set-up that failed. Its message is for people, in both languages; `exitCode` is the step's own. */
export class StepFailed extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Runs `main` of a script; the number it resolves with is the exit code. A failed step prints its message. */
export async function asCommand(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    console.error(error.message);
    process.exitCode = error.exitCode;
  }
}

/** Whether a script (its import.meta.url) is the program that was started, rather than imported. */
export function isMain(url) {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(url);
}
