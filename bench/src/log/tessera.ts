import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { LogLoad } from './load.js';

const run = promisify(execFile);

/**
 * The same load on tessera's POSIX log (github.com/transparency-dev/tessera), by a program that is written and built when it
 * is measured. @returns why not, where there is no Go toolchain or the module cannot be had
 */
export async function tesseraLoad(total: number, inFlight: number): Promise<LogLoad | string> {
  const directory = await mkdtemp(join(tmpdir(), 'renxin-bench-tessera-'));
  try {
    await writeFile(join(directory, 'go.mod'), MODULE);
    await writeFile(join(directory, 'main.go'), PROGRAM);
    const options = { cwd: directory, env: { ...process.env, GOFLAGS: '-mod=mod' } };
    await run('go', ['mod', 'tidy'], options);
    await run('go', ['build', '-o', 'program', '.'], options);
    const key = join(directory, 'key');
    const args = [join(directory, 'log'), String(total), String(inFlight), key];
    const { stdout } = await run(join(directory, 'program'), args, { cwd: directory, maxBuffer: 1 << 26 });
    return { ...answer.parse(JSON.parse(stdout)), p50: 0, processorMicroseconds: 0, heap: 0 };
  } catch (error) {
    return (error as { code?: unknown }).code === 'ENOENT'
      ? 'not measured: no go'
      : 'not measured: it did not build or run';
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const answer = z.object({ rate: z.number(), p99: z.number() });

const MODULE = `module bench

go 1.25

require (
	github.com/transparency-dev/tessera v1.0.4
	golang.org/x/mod v0.33.0
)
`;

const PROGRAM = `package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/storage/posix"
	"golang.org/x/mod/sumdb/note"
)

// Adds entries to a POSIX log and waits for each until a published checkpoint holds it.
// main DIR ENTRIES IN-FLIGHT KEY-FILE
func main() {
	ctx := context.Background()
	total, _ := strconv.Atoi(os.Args[2])
	flight, _ := strconv.Atoi(os.Args[3])
	secret, public, err := note.GenerateKey(rand.Reader, "bench.example/log")
	check(err)
	check(os.WriteFile(os.Args[4], []byte(public+"\\n"), 0o600))
	signer, err := note.NewSigner(secret)
	check(err)
	driver, err := posix.New(ctx, posix.Config{Path: os.Args[1]})
	check(err)
	options := tessera.NewAppendOptions().
		WithCheckpointSigner(signer).
		WithCheckpointInterval(200*time.Millisecond).
		WithBatching(4096, 200*time.Millisecond).
		WithPushback(uint(2 * flight))
	appender, shutdown, reader, err := tessera.NewAppender(ctx, driver, options)
	check(err)
	published := tessera.NewPublicationAwaiter(ctx, reader.ReadCheckpoint, 20*time.Millisecond)
	pad := strings.Repeat("x", 230)
	latencies := make([]float64, total)
	var next atomic.Int64
	var clients sync.WaitGroup
	start := time.Now()
	for range flight {
		clients.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= total {
					return
				}
				begun := time.Now()
				entry := tessera.NewEntry([]byte(fmt.Sprintf(\`{"i":%d,"p":"%s"}\`, i, pad)))
				_, _, err := published.Await(ctx, appender.Add(ctx, entry))
				check(err)
				latencies[i] = float64(time.Since(begun).Microseconds()) / 1000
			}
		})
	}
	clients.Wait()
	seconds := time.Since(start).Seconds()
	check(shutdown(ctx))
	sort.Float64s(latencies)
	check(json.NewEncoder(os.Stdout).Encode(map[string]float64{"rate": float64(total) / seconds, "p99": latencies[total*99/100]}))
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
`;
