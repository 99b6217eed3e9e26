// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "engine/model/row_change.h"
#include "engine/pipeline/apply/shaped_target_writer.h"
#include "engine/pipeline/apply/sqlite_target_writer.h"
#include "engine/pipeline/apply/target_look.h"
#include "tests/support/test_main.h"

#include <QTemporaryDir>

using namespace busheng;

namespace {

DatasetSchema sample(bool withPhone = false)
{
    DatasetSchema schema;
    TableSchema person;
    person.id = 1;
    person.name = QStringLiteral("person");
    person.columns = {{QStringLiteral("id"), QStringLiteral("INTEGER"), true, {}},
                      {QStringLiteral("name"), QStringLiteral("TEXT"), false, {}}};
    if (withPhone)
        person.columns.insert(person.columns.begin() + 1, {QStringLiteral("phone"), QStringLiteral("TEXT"), false, {}});
    person.keyColumns = {0};
    person.indexes = {{QStringLiteral("person_name"), {QStringLiteral("name")}, false}};
    schema.tables = {person};
    schema.version = withPhone ? 2 : 1;
    return schema;
}

TargetShape shape()
{
    TargetShape shape;
    shape.names = {QStringLiteral("target"),
                   {},
                   {{QStringLiteral("person"),
                     QStringLiteral("insured"),
                     {},
                     {{QStringLiteral("name"), QStringLiteral("full_name")}},
                     {}}}};
    return shape;
}

Bytes insertOf(const std::vector<Cell>& cells)
{
    Bytes row;
    encodeRow(cells, row);
    Bytes block;
    ByteWriter writer(block);
    writeChange(writer, {ChangeKind::Insert, 1, {}, row});
    return block;
}

} // namespace

/// Other names, ignored columns and the question before a change, at a SQLite target.
class TstShapedTarget : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_config = {QStringLiteral("target"), QStringLiteral("sqlite"), m_directory->filePath(QStringLiteral("t.db"))};
    }

    void writesUnderOtherNames()
    {
        const auto target = opened(shape());
        QVERIFY_OK(apply(*target, sample(), insertOf({Cell::ofInteger(7), Cell::ofText("张三")})));
        QCOMPARE(rows(*target, sample()), QStringLiteral("7,张三"));
        const auto found = target->findTable(QStringLiteral("insured"));
        QVERIFY_OK(found);
        QVERIFY(found->has_value());
        QCOMPARE((*found)->columns[1].name, QStringLiteral("full_name"));
        QCOMPARE((*found)->indexes[0].name, QStringLiteral("insured_name"));
        QVERIFY(!target->findTable(QStringLiteral("person")).value());
        QVERIFY(target->structureSql(sample()).value().isEmpty());
        QVERIFY_OK(target->checkIntegrity(sample()));
    }

    void goesOnUnderOtherNamesAfterARestart()
    {
        {
            const auto target = opened(shape());
            QVERIFY_OK(apply(*target, sample(), insertOf({Cell::ofInteger(7), Cell::ofText("a")})));
        }
        const auto target = opened(shape());
        QCOMPARE(rows(*target, sample()), QStringLiteral("7,a"));
    }

    void leavesOutWhatTheTargetHasNot()
    {
        QVERIFY_OK(apply(*opened(shape()), sample(), insertOf({Cell::ofInteger(1), Cell::ofText("a")})));
        TargetShape ignoring = shape();
        std::vector<TableMapping> kept;
        ignoring.ignoreColumns = true;
        ignoring.onIgnored = [&kept](const std::vector<TableMapping>& columns) { kept = columns; };
        const auto target = opened(ignoring);
        const Bytes wide = insertOf({Cell::ofInteger(2), Cell::ofText("123"), Cell::ofText("b")});
        QVERIFY_OK(apply(*target, sample(true), wide));
        QCOMPARE(kept.size(), std::size_t{1});
        QCOMPARE(kept.front().columns, (QStringList{QStringLiteral("id"), QStringLiteral("name")}));
        QCOMPARE(rows(*target, sample()), QStringLiteral("1,a;2,b"));
    }

    void waitsWithoutThePolicy()
    {
        QVERIFY_OK(apply(*opened(shape()), sample(), insertOf({Cell::ofInteger(1), Cell::ofText("a")})));
        const auto target = opened(shape());
        QVERIFY_OK(target->begin());
        const auto refused = target->createStructure(sample(true));
        QVERIFY(!refused);
        QCOMPARE(refused.error().event, events::TGT_STRUCTURE);
    }

    void asksBeforeItChangesAnything()
    {
        TargetShape careful = shape();
        QStringList asked;
        bool approved = false;
        careful.review = [&](const DatasetSchema& structure, const QStringList& statements) -> Result<> {
            asked = statements;
            if (!approved || structure.tables.size() != 1)
                return fail(ErrorCode::Schema, QStringLiteral("not yet"));
            return {};
        };
        const auto target = opened(careful);
        const Bytes block = insertOf({Cell::ofInteger(1), Cell::ofText("a")});
        QVERIFY(!apply(*target, sample(), block));
        QVERIFY(asked.first().contains(QStringLiteral("CREATE TABLE \"insured\"")));
        target->rollback();
        QVERIFY(!target->findTable(QStringLiteral("insured")).value());
        approved = true;
        QVERIFY_OK(apply(*target, sample(), block));
        approved = false;
        asked.clear();
        QVERIFY_OK(apply(*target, sample(), insertOf({Cell::ofInteger(2), Cell::ofText("b")}))); // nothing to be asked
        QVERIFY(asked.isEmpty());
    }

    void looksWithoutTouching()
    {
        const DatasetSchema named = shape().names.named(sample(true)).value();
        const auto before = lookAtSqliteTarget(m_config, named, false);
        QVERIFY_OK(before);
        QVERIFY(!before->tables[0].found);
        QCOMPARE(before->sql.size(), 2);
        QVERIFY(!QFile::exists(m_config.location));
        QVERIFY_OK(apply(*opened(shape()), sample(), insertOf({Cell::ofInteger(1), Cell::ofText("a")})));
        const auto after = lookAtSqliteTarget(m_config, named, false);
        QVERIFY_OK(after);
        QVERIFY(after->sql.isEmpty());
        QVERIFY(!after->tables[0].differences.isEmpty());
        const auto ignoring = lookAtSqliteTarget(m_config, named, true);
        QVERIFY_OK(ignoring);
        QVERIFY(ignoring->tables[0].differences.isEmpty());
        QCOMPARE(ignoring->tables[0].ignored, QStringList{QStringLiteral("phone")});
    }

private:
    std::unique_ptr<TargetWriter> opened(const TargetShape& shape) const
    {
        auto inner = openSqliteTarget(m_config);
        if (!inner)
            qFatal("%s", qPrintable(inner.error().toString()));
        return shapedTarget(std::move(*inner), shape);
    }

    static Result<> apply(TargetWriter& target, const DatasetSchema& schema, const Bytes& block)
    {
        std::uint64_t changed = 0;
        ENGINE_TRY(target.begin());
        ENGINE_TRY(target.createStructure(schema));
        ENGINE_TRY(target.apply(schema, block, false, changed));
        return target.commit();
    }

    /// "7,a;8,b", as a verification reads them.
    static QString rows(TargetWriter& target, const DatasetSchema& schema)
    {
        QStringList shown;
        const auto snapshot = target.openSnapshot();
        if (!snapshot)
            return snapshot.error().toString();
        const auto done = (*snapshot)->scan(schema.tables.front(), {}, 0, [&shown](BytesView row) {
            std::vector<Cell> cells;
            decodeRow(row, cells);
            QStringList texts;
            for (const Cell& cell : cells)
                texts.append(cellToText(cell));
            shown.append(texts.join(u','));
            return true;
        });
        return done ? shown.join(u';') : done.error().toString();
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    DatabaseConfig m_config;
};

BUSHENG_TEST(TstShapedTarget)
#include "tst_shaped_target.moc"
