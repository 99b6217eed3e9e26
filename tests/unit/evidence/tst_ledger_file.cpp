// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/json.h"
#include "engine/crypto/cipher_suite.h"
#include "engine/evidence/ledger_chain.h"
#include "engine/evidence/ledger_file.h"
#include "engine/journal/journal.h"
#include "engine/model/events.h"
#include "tests/support/test_main.h"

#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>

using namespace busheng;

namespace {

const QString kNode = QStringLiteral("340000");

Bytes pemOf(const IdentityKey& key)
{
    const auto pem = key.publicPem();
    return pem ? *pem : Bytes();
}

/// A ledger of a real journal with packets, a file, a manifest and two seals, exported.
struct Exported {
    Exported()
    {
        key = *smSuite().makeIdentity();
        own = *evidenceKeyOf(kNode, smSuite().name(), pemOf(*key));
        journal = std::move(*Journal::open(directory.filePath(QStringLiteral("journal"))));
        for (quint64 n = 1; n <= 10; ++n)
            append(packet(n));
        LedgerEntry file;
        file.kind = QStringLiteral("file");
        file.name = QStringLiteral("社保月报.zip");
        file.outcome = QStringLiteral("delivered");
        file.by = QStringLiteral("ming");
        append(file);
        LedgerEntry manifest = *journal->ledgerSum(kStream, QStringLiteral("out"), QStringLiteral("sealed"), 0);
        manifest.kind = manifest.outcome = QStringLiteral("manifest");
        sign(manifest);
        append(manifest);
        seal();
        for (quint64 n = 11; n <= 15; ++n)
            append(packet(n));
        seal();
        write();
    }

    static LedgerEntry packet(quint64 sequence)
    {
        LedgerEntry entry;
        entry.stream = kStream;
        entry.direction = QStringLiteral("out");
        entry.sequence = sequence;
        entry.digest = QStringLiteral("d%1").arg(sequence);
        entry.outcome = QStringLiteral("sealed");
        entry.changes = sequence * 10;
        entry.plainBytes = 100;
        entry.utcMs = 1'700'000'000'000 + static_cast<qint64>(sequence);
        return entry;
    }
    void append(const LedgerEntry& entry) const { must(journal->appendLedger({entry})); }
    void sign(LedgerEntry& entry) const { must(signLedgerEntry(entry, own, *key)); }
    void seal() const
    {
        const LedgerEntry newest = *journal->ledgerHead();
        LedgerEntry entry;
        entry.kind = entry.outcome = QStringLiteral("seal");
        entry.sequence = static_cast<quint64>(newest.id);
        entry.digest = newest.chain;
        entry.utcMs = 1'700'000'001'000;
        sign(entry);
        append(entry);
    }
    void write()
    {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        LedgerFileHead head;
        head.node = kNode;
        head.keys = {own};
        auto writer = LedgerFileWriter::begin(file, head);
        must(writer);
        const auto all = journal->ledgerLines(0, 1000);
        must(all);
        for (const LedgerEntry& line : *all)
            must(writer->add(line));
        must(writer->end());
        file.close();
        QVERIFY(file.open(QIODevice::ReadOnly));
        lines = file.readAll().split('\n');
        lines.removeLast();
    }
    template <typename T>
    static void must(const Result<T>& done)
    {
        if (!done)
            qFatal("%s", qPrintable(done.error().toString()));
    }
    QString path() const { return directory.filePath(QStringLiteral("ledger.jsonl")); }

    /// "what line" of every finding in a file of these lines.
    QStringList findings(const QList<QByteArray>& text) const
    {
        QFile file(path());
        if (!file.open(QIODevice::WriteOnly))
            return {QStringLiteral("no file")};
        file.write(text.join('\n') + '\n');
        file.close();
        const auto check = checkLedgerFile(path());
        if (!check)
            return {check.error().event};
        QStringList all;
        for (const LedgerCheck::Finding& finding : check->findings)
            all.append(finding.what + u' ' + QString::number(finding.id));
        return all;
    }

    /// The line of an id, changed.
    QByteArray changed(qsizetype id, const QString& member, const QJsonValue& value) const
    {
        QJsonObject json = QJsonDocument::fromJson(lines.at(id)).object();
        json[member] = value;
        return QJsonDocument(json).toJson(QJsonDocument::Compact);
    }

    inline static const QString kStream = QStringLiteral("340000>100000/1");
    QTemporaryDir directory;
    IdentityKeyPtr key;
    EvidenceKey own;
    std::unique_ptr<Journal> journal;
    QList<QByteArray> lines; ///< line 0 is the head, line n that of id n
};

} // namespace

/// An auditor with a file and nothing else: whatever was done to it is named, line by line.
class TstLedgerFile : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void findsNothingInAnHonestLedger()
    {
        const Exported made;
        const auto check = checkLedgerFile(made.path());
        QVERIFY_OK(check);
        QCOMPARE(check->findingCount, quint64{0});
        QCOMPARE(check->lines, quint64{19});
        QCOMPARE(check->signatures, quint64{3});
        QCOMPARE(check->sealedUpTo, 18);
        QCOMPARE(check->sealer, made.own.fingerprint);
        QCOMPARE(check->head.node, kNode);
        const LedgerEntry manifest = made.journal->ledgerLines(11, 1)->at(0);
        QCOMPARE(manifest.transactions, quint64{10}); // packets
        QCOMPARE(manifest.changes, quint64{550});
        QCOMPARE(manifest.digest, QStringLiteral("d10"));
    }

    void namesEveryLineThatWasChanged()
    {
        const Exported made;
        const QJsonObject whole = QJsonDocument::fromJson(made.lines.at(5)).object();
        for (const QString& member : whole.keys()) {
            if (member == u"id")
                continue;
            const QJsonValue other = whole.value(member).isString() ? QJsonValue(whole.value(member).toString() + u'x')
                                                                    : QJsonValue(whole.value(member).toInteger() + 1);
            QList<QByteArray> text = made.lines;
            text[5] = made.changed(5, member, other);
            const QStringList found = made.findings(text);
            QVERIFY2(found.contains(QStringLiteral("changed 5")), qPrintable(member + u": " + found.join(u',')));
            // A changed chain cannot be told from a line behind it that claims another one before it.
            QVERIFY2(found.size() == 1 || member == u"chain" || member == u"signer" || member == u"signature" ||
                         member == u"kind",
                     qPrintable(member + u": " + found.join(u',')));
        }
    }

    void namesLinesThatWereLeftOutOrMoved()
    {
        const Exported made;
        for (qsizetype id = 1; id <= 19; ++id) {
            QList<QByteArray> text = made.lines;
            text.removeAt(id);
            const QStringList found = made.findings(text);
            if (id < 19)
                QVERIFY2(found.contains(QStringLiteral("missing %1").arg(id)), qPrintable(found.join(u',')));
            QVERIFY(found.contains(QStringLiteral("end %1").arg(20))); // the count at its end is not right either
        }
        for (qsizetype id = 1; id < 19; ++id) {
            QList<QByteArray> text = made.lines;
            text.swapItemsAt(id, id + 1);
            QCOMPARE(made.findings(text), QStringList{QStringLiteral("moved %1").arg(id)});
        }
        QList<QByteArray> twice = made.lines;
        twice.insert(6, twice.at(5));
        QCOMPARE(made.findings(twice).value(0), QStringLiteral("moved 5"));
        QList<QByteArray> tail = made.lines;
        tail.remove(15, 6);
        QVERIFY(made.findings(tail).contains(QStringLiteral("end 15")));
    }

    void aRewrittenChainDoesNotFitTheSeal()
    {
        const Exported made;
        QList<QByteArray> text = made.lines;
        QString before;
        for (qsizetype id = 1; id <= 19; ++id) {
            LedgerEntry entry = ledgerRowFromJson(QJsonDocument::fromJson(text.at(id)).object());
            if (id == 15)
                entry.changes = 1; // somebody moved less than they say
            entry.chain = ledgerChain(before, entry);
            before = entry.chain;
            text[id] = QJsonDocument(toJson(entry)).toJson(QJsonDocument::Compact);
        }
        QCOMPARE(made.findings(text), QStringList{QStringLiteral("seal 19")});
    }

    void somebodyElsesSignatureIsNone()
    {
        const Exported made;
        const auto other = smSuite().makeIdentity();
        QVERIFY_OK(other);
        const auto foreign = evidenceKeyOf(kNode, smSuite().name(), pemOf(**other));
        QVERIFY_OK(foreign);
        LedgerEntry manifest = ledgerRowFromJson(QJsonDocument::fromJson(made.lines.at(12)).object());
        QVERIFY_OK(signLedgerEntry(manifest, *foreign, **other));
        manifest.signer = made.own.fingerprint;
        manifest.chain = ledgerChain(made.journal->ledgerLines(10, 1)->at(0).chain, manifest);
        QList<QByteArray> text = made.lines;
        text[12] = QJsonDocument(toJson(manifest)).toJson(QJsonDocument::Compact);
        const QStringList found = made.findings(text);
        QVERIFY2(found.contains(QStringLiteral("signature 12")), qPrintable(found.join(u',')));
        // A key that claims another's fingerprint is found out too.
        QJsonObject head = QJsonDocument::fromJson(made.lines.at(0)).object();
        EvidenceKey lie = *foreign;
        lie.fingerprint = made.own.fingerprint;
        head[QStringLiteral("keys")] = QJsonArray{toJson(lie)};
        text = made.lines;
        text[0] = QJsonDocument(head).toJson(QJsonDocument::Compact);
        QVERIFY(made.findings(text).contains(QStringLiteral("signature 13")));
        head[QStringLiteral("keys")] = QJsonArray();
        text[0] = QJsonDocument(head).toJson(QJsonDocument::Compact);
        QVERIFY(made.findings(text).contains(QStringLiteral("unsigned 13")));
    }

    void saysWhatIsNoLedger()
    {
        const Exported made;
        QCOMPARE(made.findings({"", "{}"}), QStringList{events::CFG_UNREADABLE});
        QCOMPARE(made.findings({"{\"busheng\":\"ledger\",\"version\":2}"}), QStringList{events::CFG_UNREADABLE});
        QCOMPARE(checkLedgerFile(QStringLiteral("/no/such/file")).error().event, events::CFG_UNREADABLE);
        QList<QByteArray> text = made.lines;
        text.insert(4, "not JSON");
        QVERIFY(made.findings(text).contains(QStringLiteral("unreadable 5")));
    }
};

BUSHENG_TEST(TstLedgerFile)
#include "tst_ledger_file.moc"
