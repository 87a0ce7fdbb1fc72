import { Keystore } from '@renxin/wallets/keystore';
import type { Call } from '@renxin/wallets/client';
import { assessor, bank, employer } from '../demonstration/organisations.js';
import type { SyntheticPerson } from '../demonstration/people.js';
import { Acting, type ActingOptions } from './acting.js';
import { assessorActs } from './acts/assessor.js';
import { bankActs } from './acts/bank.js';
import { contractActs } from './acts/contract.js';
import { employerActs } from './acts/employer.js';
import { evidenceActs } from './acts/evidence.js';
import { EndCertificates } from './end-certificates.js';
import { holderActs } from './acts/holder.js';
import { ledgerActs } from './acts/ledger.js';
import { organisationActs } from './acts/organisation.js';
import { overheardActs } from './acts/overheard.js';
import { sealActs } from './acts/seal.js';
import { walletActs } from './acts/wallet.js';
import { workerActs } from './acts/worker.js';
import type { Act, Stage } from './control.js';

export type PartyName = 'worker' | 'employer' | 'bank' | 'assessor';

export interface PartyOptions extends Omit<ActingOptions, 'keystore' | 'onCall'> {
  readonly passphrase: string;
  /** The worker's own data. */
  readonly person: SyntheticPerson;
}

/** A party of the demonstration: a client that keeps its own keys and speaks HTTP. What it can do is in ./acts. */
export async function partyStage(name: PartyName, options: PartyOptions): Promise<Stage> {
  const keystore = await Keystore.open(options.directory, options.passphrase);
  let calls: Call[] = [];
  const acting = new Acting({ ...options, keystore, onCall: (call) => void calls.push(call) });
  return {
    acts: actsOf(name, acting, options),
    takeCalls: () => {
      const taken = calls;
      calls = [];
      return taken;
    },
  };
}

function actsOf(name: PartyName, acting: Acting, { person, passphrase }: PartyOptions): Record<string, Act> {
  switch (name) {
    case 'worker':
      return {
        ...ledgerActs(acting, 'employment'),
        ...contractActs(acting, 'worker'),
        ...workerActs(acting, person),
        ...evidenceActs(acting),
        ...holderActs(acting, person, passphrase),
        ...walletActs(acting, passphrase),
        ...overheardActs(acting),
      };
    case 'employer':
      return {
        ...ledgerActs(acting, 'organisation'),
        ...organisationActs(acting, employer),
        ...contractActs(acting, 'employer'),
        ...employerActs(acting, endCertificates(acting)),
        ...sealActs(acting, employer, { name: '孙演示', staff: 'hr-07' }),
      };
    case 'bank':
      return {
        ...ledgerActs(acting, 'organisation'),
        ...organisationActs(acting, bank),
        ...bankActs(acting),
      };
    case 'assessor':
      return {
        ...ledgerActs(acting, 'organisation'),
        ...organisationActs(acting, assessor),
        ...sealActs(acting, assessor, { name: '李演示', staff: 'office-03' }),
        ...assessorActs(acting),
      };
  }
}

/** Under a connection of its own: what it does by itself is no call of an act. */
function endCertificates({ options }: Acting): EndCertificates {
  const watch = new EndCertificates(new Acting({ ...options, onCall: () => undefined }));
  void watch.goOn();
  return watch;
}
