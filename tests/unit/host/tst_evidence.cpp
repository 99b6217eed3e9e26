// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/cipher_suite.h"
#include "engine/evidence/ledger_chain.h"
#include "engine/host/evidence.h"
#include "engine/model/events.h"
#include "tests/support/fake_clock.h"
#include "tests/support/test_main.h"

#include <QTemporaryDir>

using namespace busheng;
using namespace busheng::test;

namespace {

const StreamId kStream{QStringLiteral("340000"), QStringLiteral("100000"), 1};

struct End {
    explicit End(const QString& code, const CipherSuite& suite = smSuite())
        : identity(*suite.makeIdentity()), journal(*Journal::open(directory.filePath(QStringLiteral("journal")))),
          evidence({*journal, clock, code, [this, &suite](const QString&) {
                        return Result<std::pair<QString, IdentityKeyPtr>>(std::pair(suite.name(), identity));
                    }})
    {
    }
    void packets(quint64 first, quint64 last, bool sends, const QString& digest = QStringLiteral("d"))
    {
        std::vector<LedgerEntry> lines;
        for (quint64 n = first; n <= last; ++n) {
            LedgerEntry entry;
            entry.stream = kStream.name();
            entry.direction = sends ? QStringLiteral("out") : QStringLiteral("in");
            entry.outcome = sends ? QStringLiteral("sealed") : QStringLiteral("applied");
            entry.sequence = n;
            entry.changes = 10;
            entry.digest = digest + QString::number(n);
            lines.push_back(entry);
        }
        QVERIFY(journal->appendLedger(lines).has_value());
    }
    control::Statement stated(bool sends)
    {
        const auto message = evidence.state(kStream, sends);
        if (!message || !*message)
            return {};
        return std::get<control::Statement>(*control::decode(**message));
    }
    quint64 newest(const QString& direction, const QString& kind)
    {
        return journal->ledgerNewestOf(kStream.name(), direction, kind).value_or(999);
    }

    QTemporaryDir directory;
    FakeClock clock;
    IdentityKeyPtr identity;
    std::unique_ptr<Journal> journal;
    Evidence evidence;
};

const QString kOut = QStringLiteral("out");
const QString kIn = QStringLiteral("in");
const QString kManifest = QStringLiteral("manifest");
const QString kReceipt = QStringLiteral("receipt");

} // namespace

class TstEvidenceHost : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void bothEndsKeepWhatEachSigned()
    {
        for (const CipherSuite* suite : {&smSuite(), &internationalSuite()}) {
            End sender(kStream.from, *suite);
            End receiver(kStream.to, *suite);
            QVERIFY(sender.stated(true).kind.isEmpty()); // nothing to say yet
            sender.packets(1, 5, true);
            const control::Statement manifest = sender.stated(true);
            QCOMPARE(manifest.kind, kManifest);
            QCOMPARE(manifest.sequence, std::uint64_t{5});
            QCOMPARE(manifest.packets, std::uint64_t{5});
            QCOMPARE(manifest.changes, std::uint64_t{50});
            QVERIFY_OK(receiver.evidence.accept(kStream.from, kStream, false, manifest));
            QVERIFY_OK(receiver.evidence.accept(kStream.from, kStream, false, manifest)); // said again: once
            QCOMPARE(receiver.newest(kIn, kManifest), quint64{5});
            QCOMPARE(receiver.journal->ledgerHead()->id, 1);
            receiver.packets(1, 5, false);
            QVERIFY_OK(sender.evidence.accept(kStream.to, kStream, true, receiver.stated(false)));
            QCOMPARE(sender.newest(kOut, kReceipt), quint64{5});
            sender.packets(6, 6, true);
            QCOMPARE(sender.stated(true).packets, std::uint64_t{1}); // only what is new
            QVERIFY(sender.stated(true).kind.isEmpty());
            QVERIFY(sender.evidence.last(kStream).has_value());
        }
    }

    void aStatementThatIsNotWhatItWasIsRefused()
    {
        End sender(kStream.from);
        End receiver(kStream.to);
        sender.packets(1, 5, true);
        const control::Statement good = sender.stated(true);
        const auto refused = [&](const std::function<void(control::Statement&)>& change) {
            control::Statement bad = good;
            change(bad);
            return !receiver.evidence.accept(kStream.from, kStream, false, bad) &&
                   receiver.newest(kIn, kManifest) == 0 && receiver.journal->ledgerHead()->id == 0;
        };
        QVERIFY(refused([](auto& bad) { bad.sequence = 6; }));
        QVERIFY(refused([](auto& bad) { bad.digest = QStringLiteral("d6"); }));
        QVERIFY(refused([](auto& bad) { bad.packets = 4; }));
        QVERIFY(refused([](auto& bad) { bad.changes = 51; }));
        QVERIFY(refused([](auto& bad) { bad.plainBytes = 1; }));
        QVERIFY(refused([](auto& bad) { bad.sealedBytes = 1; }));
        QVERIFY(refused([](auto& bad) { bad.utcMs += 1; }));
        QVERIFY(refused([](auto& bad) { bad.position = 1; }));
        QVERIFY(refused([](auto& bad) { bad.kind = kReceipt; })); // not the sender's to say
        QVERIFY(refused([](auto& bad) { bad.suite = internationalSuite().name(); }));
        QVERIFY(refused([](auto& bad) { bad.suite = QStringLiteral("none"); }));
        QVERIFY(refused([](auto& bad) { bad.publicKey = "no key"; }));
        QVERIFY(refused([](auto& bad) { bad.publicKey = *(*smSuite().makeIdentity())->publicPem(); }));
        QVERIFY(refused([](auto& bad) { bad.signature.back() = static_cast<char>(bad.signature.back() ^ 1); }));
        QVERIFY(refused([](auto& bad) { bad.signature.clear(); }));
        QVERIFY_OK(receiver.evidence.accept(kStream.from, kStream, false, good));
    }

    void aStatementAboutOtherPacketsIsAFork()
    {
        End sender(kStream.from);
        End receiver(kStream.to);
        sender.packets(1, 3, true);
        receiver.packets(1, 3, false, QStringLiteral("other"));
        const auto accepted = sender.evidence.accept(kStream.to, kStream, true, receiver.stated(false));
        QVERIFY(!accepted);
        QCOMPARE(accepted.error().event, events::PKT_FORK);
        QCOMPARE(sender.newest(kOut, kReceipt), quint64{0});
    }

    void sealsWhatIsNewOnly()
    {
        End node(kStream.from);
        QVERIFY_OK(node.evidence.seal());
        QCOMPARE(node.journal->ledgerHead()->id, 0);
        node.packets(1, 2, true);
        QVERIFY_OK(node.evidence.seal());
        QVERIFY_OK(node.evidence.seal());
        const auto lines = node.journal->ledgerLines(0, 10);
        QVERIFY_OK(lines);
        QCOMPARE(lines->size(), std::size_t{3});
        QCOMPARE(lines->at(2).kind, QStringLiteral("seal"));
        QCOMPARE(lines->at(2).digest, lines->at(1).chain);
        QCOMPARE(lines->at(2).chain, ledgerChain(lines->at(1).chain, lines->at(2)));
        const auto keys = node.journal->evidenceKeys();
        QVERIFY_OK(keys);
        QCOMPARE(keys->at(0).fingerprint, node.evidence.ownFingerprint());
        QVERIFY_OK(checkLedgerEntry(lines->at(2), keys->at(0)));
    }
};

BUSHENG_TEST(TstEvidenceHost)
#include "tst_evidence.moc"
