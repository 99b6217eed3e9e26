// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/process_info.h"
#include "engine/model/events.h"
#include "engine/pipeline/apply/my_target_writer.h"
#include "engine/pipeline/apply/pg_target_writer.h"
#include "tests/support/mini_mariadb.h"
#include "tests/support/mini_postgres.h"
#include "tests/support/test_main.h"

#include <QCryptographicHash>
#include <QtEndian>

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kPostgres = QStringLiteral("postgres");
const QString kDatabase = QStringLiteral("archive");
const LargeColumn kScan{QStringLiteral("扫描件"), false};
const LargeColumn kBody{QStringLiteral("body"), true};

/// `count` times the same bytes, which are never all there.
class Repeated final : public ValueSource {
public:
    Repeated(QByteArray bytes, std::uint64_t count) : m_bytes(std::move(bytes)), m_count(count) {}

    std::uint64_t size() const override { return static_cast<std::uint64_t>(m_bytes.size()) * m_count; }
    Result<> read(const std::function<Result<>(BytesView piece)>& sink) override
    {
        for (std::uint64_t i = 0; i < m_count; ++i)
            ENGINE_TRY(sink(view(m_bytes)));
        return {};
    }
    /// As the servers say it: length and MD5.
    QString text()
    {
        QCryptographicHash hash(QCryptographicHash::Md5);
        for (std::uint64_t i = 0; i < m_count; ++i)
            hash.addData(m_bytes);
        return QString::number(size()) + u' ' + QString::fromLatin1(hash.result().toHex());
    }

private:
    QByteArray m_bytes;
    std::uint64_t m_count;
};

} // namespace

/// Large values go into rows of real servers in pieces; the process that writes them holds none (§6.4).
class TstTargetValues : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY_OK(m_postgres.start());
        QVERIFY_OK(m_mariaDb.start(
            {QStringLiteral("--max-allowed-packet=300M"), QStringLiteral("--innodb-log-file-size=700M")}));
        const QString table =
            QStringLiteral("CREATE TABLE document (office varchar(20), id bigint, title varchar(40), %1 %2, body %3, "
                           "PRIMARY KEY (office, id))");
        QVERIFY_OK(m_postgres.run(QStringLiteral("CREATE DATABASE ") + kDatabase));
        QVERIFY_OK(m_postgres.run(table.arg(kScan.name,
                                            QStringLiteral("bytea CHECK (octet_length(\"%1\") <> 13)").arg(kScan.name),
                                            QStringLiteral("text")),
                                  kDatabase));
        QVERIFY_OK(m_mariaDb.run(QStringLiteral("CREATE DATABASE ") + kDatabase, QStringLiteral("mysql")));
        QVERIFY_OK(
            m_mariaDb.run(table.arg(kScan.name, QStringLiteral("longblob CHECK (length(`%1`) <> 13)").arg(kScan.name),
                                    QStringLiteral("longtext")),
                          kDatabase));
    }

    void init()
    {
        for (const TestServer* server :
             {static_cast<const TestServer*>(&m_postgres), static_cast<const TestServer*>(&m_mariaDb)})
            QVERIFY_OK(server->run(QStringLiteral("DELETE FROM document"), kDatabase));
    }

    void takesThemInPieces_data() { servers(); }
    void takesThemInPieces()
    {
        Target target = opened();
        QVERIFY_OK(target.writer->begin());
        QVERIFY_OK(target.insert(1));
        QVERIFY_OK(target.insert(2));
        Repeated small("scan", 10);
        Repeated large(QByteArray("0123456789abcdef").repeated(4096), 3200); // 200 MiB
        Repeated text(QByteArray("部省同步").repeated(5000), 100);
        Repeated other(QByteArray("x").repeated(7), 300'000);
        const qint64 before = peakResidentBytes();
        QVERIFY_OK(target.write(1, kScan, &large));
        QVERIFY_OK(target.write(1, kBody, &text));
        const qint64 grown = peakResidentBytes() - before;
        QVERIFY_OK(target.write(2, kScan, &small));
        QVERIFY_OK(target.write(2, kScan, &other)); // the stage is empty again
        QVERIFY_OK(target.writer->commit());
        QCOMPARE(valueOf(1, kScan), large.text());
        QCOMPARE(valueOf(1, kBody), text.text());
        QCOMPARE(valueOf(2, kScan), other.text());
        QCOMPARE(valueOf(2, kBody), QStringLiteral("NULL"));
        qInfo("200 MiB: memory grew by %lld KiB", static_cast<long long>(grown >> 10));
        QVERIFY(grown < (16 << 20));
        // In another transaction: nothing, no bytes, and bytes once more.
        Repeated empty("", 0);
        QVERIFY_OK(target.writer->begin());
        QVERIFY_OK(target.write(1, kScan, nullptr));
        QVERIFY_OK(target.write(1, kBody, &empty));
        QVERIFY_OK(target.write(2, kScan, &text));
        QVERIFY_OK(target.writer->commit());
        QCOMPARE(valueOf(1, kScan), QStringLiteral("NULL"));
        QCOMPARE(valueOf(1, kBody), QStringLiteral("0 d41d8cd98f00b204e9800998ecf8427e"));
        QCOMPARE(valueOf(2, kScan), text.text());
    }

    void passesOverARowThatIsNotThere_data() { servers(); }
    void passesOverARowThatIsNotThere()
    {
        Target target = opened();
        Repeated value("0123456789", 200'000);
        QVERIFY_OK(target.writer->begin());
        QVERIFY_OK(target.insert(1));
        QVERIFY_OK(target.write(9, kScan, &value));
        QVERIFY_OK(target.write(9, kScan, nullptr));
        QVERIFY_OK(target.writer->commit());
        QCOMPARE(valueOf(1, kScan), QStringLiteral("NULL"));
    }

    /// A rollback takes what the value was staged in along.
    void isTakenBackWithItsTransaction_data() { servers(); }
    void isTakenBackWithItsTransaction()
    {
        Target target = opened();
        Repeated value("0123456789", 200'000);
        QVERIFY_OK(target.writer->begin());
        QVERIFY_OK(target.insert(1));
        QVERIFY_OK(target.write(1, kScan, &value));
        target.writer->rollback();
        QCOMPARE(valueOf(1, kScan), QStringLiteral("no row"));
        QVERIFY_OK(target.writer->begin());
        QVERIFY_OK(target.insert(1));
        QVERIFY_OK(target.write(1, kScan, &value));
        QVERIFY_OK(target.writer->commit());
        QCOMPARE(valueOf(1, kScan), value.text());
    }

    void saysWhatTheRowDoesNotTake_data() { servers(); }
    void saysWhatTheRowDoesNotTake()
    {
        Target target = opened();
        Repeated refused("thirteen byte", 1);
        Repeated value("0123456789", 200'000);
        QVERIFY_OK(target.writer->begin());
        QVERIFY_OK(target.insert(1));
        const auto written = target.write(1, kScan, &refused);
        QVERIFY(!written);
        QCOMPARE(written.error().event, events::TGT_VALUE);
        QCOMPARE(written.error().args.mid(1, 2), (QStringList{QStringLiteral("皖, 1"), kScan.name}));
        QVERIFY_OK(target.write(1, kScan, &value)); // the transaction is whole
        QVERIFY_OK(target.writer->commit());
        QCOMPARE(valueOf(1, kScan), value.text());
    }

    void saysWhichColumnIsMissing_data() { servers(); }
    void saysWhichColumnIsMissing()
    {
        Target target = opened();
        Repeated value("0123456789", 2);
        QVERIFY_OK(target.writer->begin());
        QVERIFY_OK(target.insert(1));
        for (const LargeColumn& column :
             {LargeColumn{QStringLiteral("other"), false}, LargeColumn{kBody.name, false}}) {
            const auto written = target.write(1, column, &value);
            QVERIFY(!written);
            QCOMPARE(written.error().event, events::TGT_LARGE_COLUMN);
            QVERIFY(written.error().args.value(3).startsWith(QStringLiteral("ALTER TABLE")));
        }
    }

    /// A load that goes on, and a change that was there already, bring rows once more, whose values the source does not
    /// send again; and what a value's own statement touches is no other column.
    void rowsWrittenAgainKeepTheirValuesAndTimes_data()
    {
        QTest::addColumn<bool>("isPg");
        QTest::addColumn<QString>("unique");
        QTest::newRow("nothing unique but the key") << false << QString();
        QTest::newRow("another unique column") << false << QStringLiteral("UNIQUE");
    }
    void rowsWrittenAgainKeepTheirValuesAndTimes()
    {
        QFETCH(const QString, unique);
        QVERIFY_OK(m_mariaDb.run(
            QStringLiteral("CREATE OR REPLACE TABLE again (id bigint PRIMARY KEY, code varchar(10) %1, changed "
                           "datetime(6) ON UPDATE current_timestamp(6), %2 longblob)")
                .arg(unique, kScan.name),
            kDatabase));
        const Target target = opened(QStringLiteral("again"));
        const auto row = [](const char* code) {
            Bytes bytes;
            encodeRow({Cell::ofInteger(1), Cell::ofText(code), Cell::ofText("2020-02-29 08:00:00.000001")}, bytes);
            return bytes;
        };
        Bytes key;
        encodeRow({Cell::ofInteger(1)}, key);
        const auto apply = [&](const RowChange& change, bool tolerant) -> Result<> {
            Bytes block;
            ByteWriter out(block);
            writeChange(out, change);
            std::uint64_t changed = 0;
            ENGINE_TRY(target.writer->begin());
            ENGINE_TRY(target.writer->apply(target.schema, block, tolerant, changed));
            return target.writer->commit();
        };
        const auto stands = [this] {
            return m_mariaDb
                .run(QStringLiteral("SELECT concat(code, ' ', changed, ' ', length(%1)) FROM again").arg(kScan.name),
                     kDatabase)
                .value_or(QString());
        };
        Repeated value("0123456789", 200'000);
        QVERIFY_OK(apply({ChangeKind::Insert, 1, {}, row("a")}, false));
        QVERIFY_OK(target.writer->begin());
        QVERIFY_OK(target.writer->writeValue(target.schema, {1, key, kScan}, &value));
        QVERIFY_OK(target.writer->commit());
        QCOMPARE(stands(), QStringLiteral("a 2020-02-29 08:00:00.000001 2000000"));
        QVERIFY_OK(apply({ChangeKind::Insert, 1, {}, row("b")}, true));
        QCOMPARE(stands(), QStringLiteral("b 2020-02-29 08:00:00.000001 2000000"));
        QVERIFY_OK(apply({ChangeKind::Update, 1, key, row("c")}, true));
        QCOMPARE(stands(), QStringLiteral("c 2020-02-29 08:00:00.000001 2000000"));
    }

private:
    struct Target {
        std::unique_ptr<TargetWriter> writer;
        DatasetSchema schema;

        /// The key (皖, id) in the database's own cells.
        Bytes key(qint64 id) const { return row(id, false); }
        Bytes row(qint64 id, bool isWhole) const
        {
            const bool isPg = schema.engine == kPostgres;
            const quint64 number = qToBigEndian(static_cast<quint64>(id));
            Bytes native(sizeof number, '\0');
            std::memcpy(native.data(), &number, sizeof number);
            std::vector<Cell> cells{isPg ? Cell::ofNative("皖") : Cell::ofText("皖"),
                                    isPg ? Cell::ofNative(native) : Cell::ofInteger(id)};
            if (isWhole)
                cells.push_back(isPg ? Cell::ofNative("t") : Cell::ofText("t"));
            Bytes bytes;
            encodeRow(cells, bytes);
            return bytes;
        }
        Result<> insert(qint64 id) const
        {
            Bytes block;
            ByteWriter out(block);
            const Bytes after = row(id, true);
            writeChange(out, {ChangeKind::Insert, 1, {}, after});
            std::uint64_t changed = 0;
            return writer->apply(schema, block, false, changed);
        }
        Result<> write(qint64 id, const LargeColumn& column, ValueSource* value) const
        {
            return writer->writeValue(schema, {1, key(id), column}, value);
        }
    };

    static void servers()
    {
        QTest::addColumn<bool>("isPg");
        QTest::newRow("postgres") << true;
        QTest::newRow("mariadb") << false;
    }

    static bool isPg()
    {
        QFETCH(const bool, isPg);
        return isPg;
    }

    const TestServer& server() const { return isPg() ? static_cast<const TestServer&>(m_postgres) : m_mariaDb; }

    Target opened(const QString& tableName = QStringLiteral("document")) const
    {
        Target target;
        const DatabaseConfig config{kDatabase, server().driver(), server().location(kDatabase)};
        auto writer = isPg() ? openPgTarget({config, ConflictPolicy::Stop, false, false, {}, {}})
                             : openMyTarget({config, false, {}, false, {}});
        if (!writer)
            qFatal("%s", qPrintable(writer.error().toString()));
        target.writer = std::move(*writer);
        const QString name = (isPg() ? QStringLiteral("public.") : QString(kDatabase + u'.')) + tableName;
        auto table = target.writer->findTable(name);
        if (!table || !*table)
            qFatal("no table");
        target.schema.engine = isPg() ? kPostgres : QStringLiteral("mariadb");
        (*table)->id = 1;
        (*table)->columns.resize(3); // rows have none of the large ones
        target.schema.tables.push_back(**table);
        return target;
    }

    QString valueOf(int id, const LargeColumn& column) const
    {
        const QString quote = isPg() ? QStringLiteral("\"") : QStringLiteral("`");
        const QString name = quote + column.name + quote;
        const QString length = isPg() ? QStringLiteral("octet_length") : QStringLiteral("length");
        const auto text = server().run(QStringLiteral("SELECT coalesce((SELECT CASE WHEN %1 IS NULL THEN 'NULL' ELSE "
                                                      "concat(%2(%1), ' ', md5(%1)) END FROM document WHERE id = %3), "
                                                      "'no row')")
                                           .arg(name, length, QString::number(id)),
                                       kDatabase);
        return text ? *text : text.error().toString();
    }

    MiniPostgres m_postgres;
    MiniMariaDb m_mariaDb;
};

BUSHENG_TEST(TstTargetValues)
#include "tst_target_values.moc"
