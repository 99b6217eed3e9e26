// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/platform.h"
#include "engine/crypto/sm3.h"
#include "engine/files/reconcile/listing_file.h"
#include "engine/files/reconcile/reconciler.h"
#include "engine/files/reconcile/tree_listing.h"
#include "tests/support/test_main.h"

#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace busheng;

namespace {

constexpr qint64 kMinuteMs = 60'000;

FileListingRow row(const char* directory, const char* name, const char* content, const char* state = "arrived")
{
    return {directory, name, static_cast<qint64>(qstrlen(content)), sm3(content), QString::fromLatin1(state), 1000,
            2000,      1};
}

/// Rows in pages of `pageRows`.
class Rows final : public FileListing {
public:
    explicit Rows(std::vector<FileListingRow> rows, std::size_t pageRows = 2)
        : m_rows(std::move(rows)), m_pageRows(pageRows)
    {
    }
    Result<std::vector<FileListingRow>> nextPage() override
    {
        const auto end = std::min(m_at + m_pageRows, m_rows.size());
        std::vector<FileListingRow> page(m_rows.begin() + static_cast<std::ptrdiff_t>(m_at),
                                         m_rows.begin() + static_cast<std::ptrdiff_t>(end));
        m_at = end;
        if (m_failAt && m_at >= *m_failAt)
            return fail(ErrorCode::Network, QStringLiteral("cut"));
        return page;
    }
    void failAt(std::size_t at) { m_failAt = at; }

private:
    std::vector<FileListingRow> m_rows;
    std::size_t m_pageRows;
    std::size_t m_at = 0;
    std::optional<std::size_t> m_failAt;
};

struct Told {
    std::vector<FileComparison> details;
    Result<ReconciliationSummary> summary;
};

Told reconciled(std::vector<FileListingRow> sender, std::vector<FileListingRow> receiver, ReconcileRules rules = {})
{
    Rows sent(std::move(sender));
    Rows got(std::move(receiver));
    Told told;
    told.summary = reconcile(sent, got, rules, [&told](const FileComparison& detail) -> Result<> {
        told.details.push_back(detail);
        return {};
    });
    return told;
}

} // namespace

class TstReconciler : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void saysWhatTwoRecordsSay_data()
    {
        QTest::addColumn<QString>("senderState"); // empty: no record
        QTest::addColumn<QString>("receiverState");
        QTest::addColumn<QString>("receiverContent");
        QTest::addColumn<QString>("verdict");
        const auto add = [](const char* sender, const char* receiver, const char* content, const char* verdict) {
            QTest::addRow("%s, %s %s", sender, receiver, content)
                << QString::fromLatin1(sender) << QString::fromLatin1(receiver) << QString::fromLatin1(content)
                << QString::fromLatin1(verdict);
        };
        add("arrived", "arrived", "same", "equal");
        add("repeated", "arrived", "same", "equal");
        add("arrived", "repeated", "same", "equal");
        add("arrived", "arrived", "else", "different");
        add("arrived", "arrived", "longer", "different");
        add("arrived", "", "", "missing");
        add("repeated", "", "", "missing");
        add("arrived", "failed", "same", "missing");
        add("", "arrived", "same", "extra");
        add("", "failed", "same", "open");
        add("waiting", "", "", "open");
        add("failed", "", "", "open");
        add("skipped", "", "", "open");
        add("waiting", "arrived", "same", "unacknowledged");
        add("failed", "arrived", "same", "unacknowledged");
        add("waiting", "arrived", "else", "different");
    }
    void saysWhatTwoRecordsSay()
    {
        QFETCH(const QString, senderState);
        QFETCH(const QString, receiverState);
        QFETCH(const QString, receiverContent);
        QFETCH(const QString, verdict);
        std::vector<FileListingRow> sender;
        std::vector<FileListingRow> receiver;
        if (!senderState.isEmpty())
            sender.push_back(row("a", "f", "same", senderState.toLatin1().constData()));
        if (!receiverState.isEmpty())
            receiver.push_back(
                row("a", "f", receiverContent.toLatin1().constData(), receiverState.toLatin1().constData()));
        const Told told = reconciled(sender, receiver);
        QVERIFY_OK(told.summary);
        QCOMPARE(told.details.size(), std::size_t{1});
        QCOMPARE(fileVerdictName(told.details.front().verdict), verdict);
        const bool isWrong = verdict == u"missing" || verdict == u"extra" || verdict == u"different";
        QCOMPARE(told.summary->agrees(), !isWrong);
    }

    void saysWhatCameLate()
    {
        auto sent = row("", "f", "same");
        auto got = sent;
        got.lastUtcMs = sent.firstUtcMs + 10 * kMinuteMs;
        QCOMPARE(reconciled({sent}, {got}, {10 * kMinuteMs}).details[0].verdict, FileVerdict::Equal);
        QCOMPARE(reconciled({sent}, {got}, {10 * kMinuteMs - 1}).details[0].verdict, FileVerdict::Late);
        QCOMPARE(reconciled({sent}, {got}, {0}).details[0].verdict, FileVerdict::Equal);
        got.lastUtcMs = sent.firstUtcMs - kMinuteMs; // the other clock is behind
        QCOMPARE(reconciled({sent}, {got}, {1}).details[0].verdict, FileVerdict::Equal);
        QVERIFY(reconciled({sent}, {got}, {1}).summary->agrees());
    }

    void sumsUpBothSides()
    {
        const Told told = reconciled({row("", "a", "1"), row("", "b", "22"), row("x", "c", "333", "failed")},
                                     {row("", "a", "1"), row("", "b", "2x"), row("y", "d", "4444", "repeated")});
        QVERIFY_OK(told.summary);
        QCOMPARE(told.summary->sender, (FileCount{3, 6}));
        QCOMPARE(told.summary->receiver, (FileCount{3, 7}));
        QCOMPARE(told.summary->senderStates.at(QStringLiteral("failed")), (FileCount{1, 3}));
        QCOMPARE(told.summary->receiverStates.at(QStringLiteral("repeated")), (FileCount{1, 4}));
        QCOMPARE(told.summary->verdicts.at(FileVerdict::Equal), (FileCount{1, 1}));
        QCOMPARE(told.summary->verdicts.at(FileVerdict::Extra), (FileCount{1, 4}));
        QCOMPARE(told.summary->count(FileVerdict::Late), qint64{0});
    }

    /// Against the plain way, which has all in memory.
    void agreesWithThePlainWay()
    {
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo() << "seed" << seed;
        QRandomGenerator random(seed);
        for (int round = 0; round < 200; ++round) {
            std::map<std::pair<Bytes, Bytes>, FileComparison> expected;
            std::vector<FileListingRow> sender;
            std::vector<FileListingRow> receiver;
            const char* directories[] = {"", "a", "a-b", "a/b", "a/b/c", "b", "\xe6\x95\xb0"};
            for (const char* directory : directories) {
                for (int name = 0; name < 6; ++name) {
                    FileComparison detail;
                    const Bytes file = std::to_string(name * 7);
                    const char* contents[] = {"one", "two"};
                    const char* states[] = {"arrived", "waiting", "failed"};
                    if (random.bounded(3) > 0)
                        detail.sender =
                            row(directory, file.c_str(), contents[random.bounded(2)], states[random.bounded(3)]);
                    if (random.bounded(3) > 0)
                        detail.receiver = row(directory, file.c_str(), contents[random.bounded(2)]);
                    if (!detail.sender && !detail.receiver)
                        continue;
                    detail.verdict = verdictOf(detail, {});
                    if (detail.sender)
                        sender.push_back(*detail.sender);
                    if (detail.receiver)
                        receiver.push_back(*detail.receiver);
                    expected.emplace(std::pair(Bytes(directory), file), detail);
                }
            }
            const auto byOrder = [](const FileListingRow& a, const FileListingRow& b) { return orderOf(a, b) < 0; };
            std::ranges::sort(sender, byOrder);
            std::ranges::sort(receiver, byOrder);
            const Told told = reconciled(sender, receiver);
            QVERIFY_OK(told.summary);
            QCOMPARE(told.details.size(), expected.size());
            for (const FileComparison& detail : told.details) {
                const auto& plain = expected.at({detail.any().directory, detail.any().name});
                QCOMPARE(detail.verdict, plain.verdict);
                QCOMPARE(detail.sender, plain.sender);
                QCOMPARE(detail.receiver, plain.receiver);
            }
        }
    }

    void refusesListingsThatAreNotInOrder()
    {
        for (const auto& rows :
             {std::vector{row("", "b", "1"), row("", "a", "1")}, std::vector{row("", "a", "1"), row("", "a", "1")},
              std::vector{row("b", "a", "1"), row("a", "a", "1")}}) {
            QCOMPARE(reconciled(rows, {}).summary.error().code, ErrorCode::Corrupt);
            QCOMPARE(reconciled({}, rows).summary.error().code, ErrorCode::Corrupt);
        }
    }

    void endsWhenAListingOrTheReaderFails()
    {
        Rows sent({row("", "a", "1"), row("", "b", "1"), row("", "c", "1")});
        Rows got({row("", "a", "1"), row("", "b", "1"), row("", "c", "1")});
        got.failAt(3);
        const auto cut = reconcile(sent, got, {}, [](const FileComparison&) { return Result<>(); });
        QCOMPARE(cut.error().code, ErrorCode::Network);
        Rows one({row("", "a", "1")});
        Rows none({});
        const auto full = reconcile(one, none, {}, [](const FileComparison&) -> Result<> {
            return fail(ErrorCode::Storage, QStringLiteral("full"));
        });
        QCOMPARE(full.error().code, ErrorCode::Storage);
    }

    void listingsAreReadAsTheyWereWritten()
    {
        std::vector<FileListingRow> rows{row("", "a \"b\"\\", "1"), row("数据/上报", "说明.txt", "22", "failed")};
        rows.back().attempts = 4;
        rows.back().bytes = 5'000'000'000'000;
        QBuffer buffer;
        QVERIFY(buffer.open(QIODevice::ReadWrite));
        for (const FileListingRow& one : rows)
            buffer.write(listingLine(one));
        buffer.seek(0);
        ListingFile listing(buffer);
        const auto read = listing.nextPage();
        QVERIFY_OK(read);
        QVERIFY(*read == rows);
        QVERIFY(listing.nextPage()->empty());
    }

    void refusesLinesThatAreNone_data()
    {
        QTest::addColumn<QByteArray>("line");
        const QByteArray good = listingLine(row("a", "b", "c")).trimmed();
        QTest::newRow("no JSON") << QByteArray("abc");
        QTest::newRow("empty line") << QByteArray("\n");
        QTest::newRow("an array") << QByteArray("[]");
        QTest::newRow("no name") << QByteArray(good).replace("\"name\":\"b\"", "\"name\":\"\"");
        QTest::newRow("negative") << QByteArray(good).replace("\"bytes\":1", "\"bytes\":-1");
        QTest::newRow("short digest") << QByteArray(good).replace("\"sm3\":\"", "\"sm3\":\"zz");
        QTest::newRow("no state") << QByteArray(good).replace("arrived", "");
        QTest::newRow("cut") << good.left(good.size() / 2);
        QTest::newRow("endless") << QByteArray(200'000, 'x');
    }
    void refusesLinesThatAreNone()
    {
        QFETCH(const QByteArray, line);
        QByteArray bytes = listingLine(row("a", "a", "c")) + line;
        QBuffer buffer(&bytes);
        QVERIFY(buffer.open(QIODevice::ReadOnly));
        ListingFile listing(buffer);
        const auto refused = listing.nextPage();
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Corrupt);
        QCOMPARE(listing.line(), qint64{2});
    }

    void listsATreeInOrder()
    {
        QTemporaryDir root;
        const QDir directory(root.path());
        for (const char* name : {"b/x", "a/y", "a-b/z", "a/b/w", "top", "数据/说明", "a/b/c/deep"}) {
            const QString path = directory.filePath(QString::fromUtf8(name));
            QVERIFY(QDir().mkpath(QFileInfo(path).path()));
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(name) > 0);
        }
        if (!kIsWindows) { // which has no such names, and whose links are files to Qt
            QVERIFY(QFile::link(directory.filePath(QStringLiteral("top")), directory.filePath(QStringLiteral("link"))));
            QVERIFY(QFile::link(QStringLiteral("/etc"), directory.filePath(QStringLiteral("a/link"))));
            QFile hostile(directory.filePath(QStringLiteral("a\nb")));
            QVERIFY(hostile.open(QIODevice::WriteOnly));
        }
        TreeListing listing(systemFileSystem(), root.path());
        const auto rows = listing.nextPage();
        QVERIFY_OK(rows);
        QVERIFY(listing.nextPage()->empty());
        QCOMPARE(listing.leftOut(), kIsWindows ? qint64{0} : qint64{3});
        QStringList found;
        for (const FileListingRow& one : *rows) {
            const Bytes path = one.directory.empty() ? one.name : one.directory + '/' + one.name;
            found.append(QString::fromStdString(path));
            QCOMPARE(one.digest, sm3(path));
            QCOMPARE(one.bytes, static_cast<qint64>(path.size()));
        }
        QCOMPARE(found, (QStringList{QStringLiteral("top"), QStringLiteral("a/y"), QStringLiteral("a-b/z"),
                                     QStringLiteral("a/b/w"), QStringLiteral("a/b/c/deep"), QStringLiteral("b/x"),
                                     QStringLiteral("数据/说明")}));
        for (std::size_t i = 1; i < rows->size(); ++i)
            QVERIFY(orderOf((*rows)[i - 1], (*rows)[i]) < 0);
    }

    void saysWhichTreeCannotBeRead()
    {
        TreeListing listing(systemFileSystem(), QStringLiteral("/nowhere/at/all"));
        const auto refused = listing.nextPage();
        QVERIFY(!refused);
        QVERIFY(refused.error().args.at(0).contains(QStringLiteral("/nowhere/at/all")));
    }
};

BUSHENG_TEST(TstReconciler)
#include "tst_reconciler.moc"
