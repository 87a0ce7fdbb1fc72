import type {
  BundleContent,
  EvidenceCertificate,
  PlatformStatement,
  Provenance,
} from '@renxin/archive/bundle';
import { digestsOf } from '@renxin/archive/bundle';
import { toHex } from '@renxin/chaincode/canonical';
import { registry, registryRecords } from '@renxin/chaincode/contracts';
import { offlineVerifier } from '../offline-verifier.js';
import { Refusal } from '../problem/index.js';
import type { LaborContractServices } from '../services.js';
import { softwareDigest } from '../software.js';
import type { ContractFile } from './contract-file.js';
import { logNameOf } from './log-matters.js';

type Claims = Pick<BundleContent, 'statement' | 'provenance' | 'certificate' | 'logProof'>;

/** What the platform says about itself and about a contract, and what its evidence log shows. */
export async function claimsOf(
  services: LaborContractServices,
  file: ContractFile,
  purpose: string,
  at: string,
): Promise<Claims> {
  const certificate = certificateOf(services, file, at);
  const { pdf } = await services.desk.press.evidence(certificate, new Date(at));
  const logProof = await logProofOf(services, file.contract, purpose === 'party' ? 0 : LONGEST_WAIT);
  return {
    statement: await statementOf(services, at),
    provenance: provenanceOf(file),
    certificate: { data: certificate, pdf },
    ...(logProof !== undefined && { logProof }),
  };
}

async function statementOf(
  { desk, version, ledger }: LaborContractServices,
  at: string,
): Promise<PlatformStatement> {
  const owner = desk.organisation;
  const record = registryRecords.identifierRecord.parse(
    await ledger.evaluate(registry.operations.identifier, { identifier: owner }),
  );
  const verifier = await offlineVerifier();
  return {
    kind: 'renxin-platform-statement',
    schema: 2,
    platform: { name: '人信 Renxin', version },
    ledger: desk.ledger.name,
    operators: [owner],
    neutrality: {
      zh: '平台由省级人社部门运行，不是劳动合同的当事人，不收取费用；演示中各机构由同一进程托管。',
      en: 'The platform is run by the provincial department, is no party to the contract and charges nothing; in the demonstration one process hosts all organisations.',
    },
    sandbox: ['test-certificate-authority', 'identity-authority', 'time-stamp-authority'],
    keys: record.keys.map(({ key, from, until }) => ({
      owner,
      use: 'export',
      key,
      from,
      ...(until !== undefined && { until }),
    })),
    software: await softwareDigest(),
    claims: { filing: 'not-claimed', protection: 'not-claimed', cleanliness: 'not-checked' },
    clock: { source: 'operating-system', synchronisation: 'not-claimed', toleranceSeconds: 60 },
    ...(verifier !== undefined && {
      verifier: { name: 'verify.html', ...digestsOf(desk.provider, verifier) },
    }),
    at,
  };
}

function provenanceOf(file: ContractFile): Provenance {
  const anchoredAt = conclusionOf(file).time;
  return {
    kind: 'renxin-provenance',
    schema: 1,
    contract: file.contract,
    source: 'drafted-by-employer',
    channel: 'http-dpop',
    createdAt: file.createdAt,
    anchoredAt,
    delayMilliseconds: Date.parse(anchoredAt) - Date.parse(file.createdAt),
  };
}

function certificateOf({ desk }: LaborContractServices, file: ContractFile, at: string): EvidenceCertificate {
  const signing = file.signings.find(({ amendment }) => amendment === 0);
  if (signing === undefined) throw new Refusal('CONTRACT_STATE');
  const { sm3, sha256 } = signing.document;
  const { height, time } = conclusionOf(file);
  const day = new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '');
  return {
    kind: 'renxin-evidence-certificate',
    schema: 1,
    serial: `CZ-${day}-${toHex(desk.random(4))}`,
    contract: file.contract,
    ledger: desk.ledger.name,
    document: { sm3, sha256 },
    concluded: { height, time },
    parties: { employer: file.employer, worker: file.worker },
    issuedBy: desk.organisation,
    at,
  };
}

function conclusionOf(file: ContractFile): ContractFile['steps'][number] {
  const step = file.steps.find(({ operation }) => operation === 'conclude');
  if (step === undefined) throw new Refusal('CONTRACT_STATE');
  return step;
}

/** Witnesses cosign at most once a second: evidence for others waits for them so long, in milliseconds. */
const LONGEST_WAIT = 4000;
const AGAIN_AFTER = 200;

/** The proof from the evidence log; undefined while no cosigned checkpoint holds the entry. */
async function logProofOf(
  { evidenceLog }: LaborContractServices,
  contract: string,
  wait: number,
): Promise<Uint8Array | undefined> {
  const { kind, id } = logNameOf(contract, 0);
  for (let left = wait; ; left -= AGAIN_AFTER) {
    try {
      return await evidenceLog.prove(kind, id);
    } catch (error) {
      const isPending = error instanceof Refusal && ['LOG_PROOF_PENDING', 'NOT_FOUND'].includes(error.code);
      if (!isPending) throw error;
      if (left <= 0) return undefined;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER));
    }
  }
}
