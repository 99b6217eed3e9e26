// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "tests/support/test_main.h"
#include "tests/unit/apply/target_fixture.h"

using namespace busheng;
using namespace busheng::test;

namespace {

class Given final : public ValueSource {
public:
    explicit Given(Bytes bytes) : m_bytes(std::move(bytes)) {}
    std::uint64_t size() const override { return m_bytes.size(); }
    Result<> read(const std::function<Result<>(BytesView piece)>& sink) override
    {
        const std::size_t half = m_bytes.size() / 2;
        ENGINE_TRY(sink(BytesView(m_bytes).substr(0, half)));
        return sink(BytesView(m_bytes).substr(half));
    }

private:
    Bytes m_bytes;
};

} // namespace

/// A value behind its row is in a SQLite target whole or not at all, whatever stands in its way (docs/large-fields.md).
class TstSqliteLargeValues : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_target = std::make_unique<TargetFixture>();
        QVERIFY_OK(m_target->open());
        m_target->execute(QStringLiteral("CREATE TABLE account(id INTEGER PRIMARY KEY, owner TEXT, balance INTEGER, "
                                         "scan BLOB CHECK (length(scan) <> 13 AND substr(scan, 1, 1) <> x'ff'))"));
        m_target->execute(QStringLiteral("INSERT INTO account VALUES (1, 'x', 5, x'0102')"));
    }

    void isWrittenWhereAnIndexTakesNoPieces_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::newRow("in pieces") << QString();
        QTest::newRow("an index") << QStringLiteral("CREATE INDEX by_scan ON account(scan)");
    }
    void isWrittenWhereAnIndexTakesNoPieces()
    {
        QFETCH(const QString, sql);
        if (!sql.isEmpty())
            m_target->execute(sql);
        const Bytes bytes = Bytes(300'000, '\x01') + Bytes(300'000, '\x02');
        QVERIFY_OK(write(bytes));
        QVERIFY(scan() == bytes);
    }

    /// The room that is made for its pieces is no value.
    void isNotThereWhereItIsRefused_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("by its length") << QString() << QByteArray(13, 'x');
        QTest::newRow("by its bytes, behind an index")
            << QStringLiteral("CREATE INDEX by_scan ON account(scan)") << QByteArray(5000, '\xff');
    }
    void isNotThereWhereItIsRefused()
    {
        QFETCH(const QString, sql);
        QFETCH(const QByteArray, bytes);
        if (!sql.isEmpty())
            m_target->execute(sql);
        const Result<> refused = write(bytes.toStdString());
        QVERIFY(!refused);
        QCOMPARE(refused.error().event, events::TGT_VALUE);
        QVERIFY(scan() == "\x01\x02");
    }

private:
    Result<> write(const Bytes& bytes)
    {
        Bytes key;
        encodeRow({Cell::ofInteger(1)}, key);
        Given value(bytes);
        ENGINE_TRY(m_target->writer->begin());
        const Result<> written =
            m_target->writer->writeValue(bankSchema(), {1, key, {QStringLiteral("scan"), false}}, &value);
        ENGINE_TRY(m_target->writer->commit()); // as the policy that sets a value aside does
        return written;
    }
    Bytes scan() const
    {
        const auto database = m_target->other();
        auto read = database->prepare(QStringLiteral("SELECT scan FROM account"));
        return read && read->step().value_or(false) ? Bytes(read->cell(0).bytes) : Bytes();
    }

    std::unique_ptr<TargetFixture> m_target;
};

BUSHENG_TEST(TstSqliteLargeValues)
#include "tst_sqlite_large_values.moc"
