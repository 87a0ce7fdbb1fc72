import { canonicalBytes } from '@renxin/chaincode/canonical';
import { StatusCode } from '@hyperledger/fabric-gateway';
import assert from 'node:assert/strict';
import { readConnection } from '../../src/fabric/index.js';
import { readIdentity } from '../../src/fabric/ledger/identity.js';
import { openPeerLink } from '../../src/fabric/ledger/peer-link.js';
import { author } from '../embedded.js';
import { refusal } from '../ledger-suite.js';
import { notebook, signedNote } from '../notes.js';
import { mainOf, skipWithoutFabric, startNotesNetwork, type NetworkUnderTest } from './network-under-test.js';

if (!skipWithoutFabric('an organisation that alters the rules')) {
  describe('fabric: an organisation whose peer runs altered chaincode', function () {
    this.timeout(120_000);
    let under: NetworkUnderTest;

    before(async () => {
      under = await startNotesNetwork({}, { gd: mainOf('./altered-chaincode.js') });
    });
    after(() => under.remove());

    it('does not make the others accept a forged signature, through whatever gateway', async () => {
      for (const organisation of ['gd', 'mohrss']) {
        const ledger = await under.open(organisation);
        try {
          const forged = { ...(await signedNote(author, ledger.name, 'forged', 'a')), text: 'b' };
          await assert.rejects(ledger.submit(notebook.write, forged), refusal('SIGNATURE_INVALID'));
          assert.equal(await ledger.record('note:forged'), undefined);
        } finally {
          await ledger.close();
        }
      }
    });

    it('does not hinder what everybody accepts', async () => {
      const ledger = await under.open('gd');
      try {
        const note = await signedNote(author, ledger.name, 'true', 'a');
        assert.deepEqual((await ledger.submit(notebook.write, note)).result, { id: 'true', revision: 1 });
      } finally {
        await ledger.close();
      }
    });

    it('writes nothing with its endorsement alone', async () => {
      const connection = await readConnection(under.network.connections['gd'] ?? '');
      const [own] = connection.peers;
      assert.ok(own);
      const link = await openPeerLink(own, await readIdentity(connection, new Date()));
      const forged = { ...(await signedNote(author, connection.channel, 'alone', 'a')), text: 'b' };
      const request = canonicalBytes([{ contract: 'notes', operation: 'write', input: forged }]);
      const contract = link.gateway.getNetwork(connection.channel).getContract(connection.chaincode);
      const proposal = contract.newProposal('batch', {
        arguments: [request],
        endorsingOrganizations: ['gd'],
      });
      const submitted = await (await proposal.endorse()).submit();
      assert.equal((await submitted.getStatus()).code, StatusCode.ENDORSEMENT_POLICY_FAILURE);
      link.close();
      const ledger = await under.open('mohrss');
      assert.equal(await ledger.record('note:alone'), undefined);
      await ledger.close();
    });
  });
}
