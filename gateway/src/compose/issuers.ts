import type { Issuer } from '@renxin/archive/verify';
import { registry } from '@renxin/chaincode/contracts';
import type { Ledger } from '@renxin/network';

const { operations } = registry;

/**
 * Who may issue credentials by the ledger, for the trust file: the ministry, every province (they publish the status of
 * their certificates), every employer (the law makes it issue the certificate of a contract's end) and whoever is or was
 * accredited, each with keys, suspensions and accreditations since it came. Asked of the ledger again when it has grown: what
 * is given was begun to be read at the height that the ledger has now.
 */
export async function issuersOf(ledger: Ledger): Promise<Issuer[]> {
  const height = await ledger.height();
  const known = latest.get(ledger);
  if (known !== undefined && known.height === height) return known.issuers;
  const asked = { height, issuers: read(ledger) };
  latest.set(ledger, asked);
  asked.issuers.catch(() => {
    if (latest.get(ledger) === asked) latest.delete(ledger);
  });
  return asked.issuers;
}

const latest = new WeakMap<
  Ledger,
  { readonly height: number | undefined; readonly issuers: Promise<Issuer[]> }
>();

async function read(ledger: Ledger): Promise<Issuer[]> {
  const { founding } = await ledger.evaluate(operations.founding, {});
  const ids = new Set(founding.founders.filter(({ role }) => issues(role)).map(({ id }) => id));
  const accreditations: string[] = [];
  for await (const change of decidedChanges(ledger)) {
    if (change.kind === 'enrol' && issues(change.organisation.role)) ids.add(change.organisation.id);
    if (change.kind !== 'accredit') continue;
    ids.add(change.accreditation.organisation);
    accreditations.push(change.accreditation.id);
  }
  const given = await Promise.all(
    accreditations.map((id) => ledger.evaluate(operations.accreditation, { id })),
  );
  return Promise.all([...ids].map((id) => issuerOf(ledger, id, given)));
}

function issues(role: string): boolean {
  return role === 'ministry' || role === 'province' || role === 'employer';
}

async function* decidedChanges(ledger: Ledger) {
  for (let from = 1; ;) {
    const { changes, next } = await ledger.evaluate(operations.changes, { from, limit: 100 });
    for (const { change } of changes) yield change;
    from += 100;
    if (from >= next) return;
  }
}

type Accreditations = readonly {
  readonly id: string;
  readonly organisation: string;
  readonly type: string;
  readonly regions: string[];
  readonly from: string;
  readonly until: string;
  readonly withdrawn?: { readonly from: string };
}[];

async function issuerOf(ledger: Ledger, identifier: string, given: Accreditations): Promise<Issuer> {
  const [record, { keys: assertionKeys }] = await Promise.all([
    ledger.evaluate(operations.identifier, { identifier }),
    ledger.evaluate(operations['assertion-keys'], { identifier }),
  ]);
  if (record.kind !== 'organisation') throw new Error('an issuer that is no organisation');
  const { name, role, region, keys, states } = record;
  const accreditations = given
    .filter(({ organisation }) => organisation === identifier)
    .map(({ id, type, regions, from, until, withdrawn }) => ({
      id,
      type,
      regions,
      from,
      until,
      ...(withdrawn !== undefined && { withdrawnFrom: withdrawn.from }),
    }));
  return {
    id: identifier,
    name,
    role,
    region,
    standing: 'test',
    keys,
    assertionKeys,
    states: states.map(({ state, at }) => ({ state, at })),
    accreditations,
  };
}
