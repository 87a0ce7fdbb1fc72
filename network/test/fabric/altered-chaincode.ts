import { contractsOf, defineContract, type Command, type WriteTx } from '@renxin/chaincode/kernel';
import { serveChaincode } from '../../src/fabric/chaincode/chaincode-server.js';
import { contracts, notebook, type Writing } from '../notes.js';

/** What an organisation might run that wants to let forged notes in: the same contract, but every signature holds. */
const write: Command<Writing, { id: string; revision: number }> = {
  kind: 'command',
  parse: (value) => notebook.write.parse(value),
  run: (tx, input) => notebook.write.run(believing(tx), input),
};

function believing(tx: WriteTx): WriteTx {
  const { id, ledger, time, caller } = tx;
  return {
    ...{ id, ledger, time, caller },
    get: (from, of) => tx.get(from, of),
    put: (into, of, value) => tx.put(into, of, value),
    emit: (name, payload) => tx.emit(name, payload),
    verify: () => true,
  };
}

const operations = contracts.get('notes')?.operations ?? {};
const altered = contractsOf(defineContract('notes', { ...operations, write }));

serveChaincode(altered, process.argv[2] ?? '').catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
