// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/values/structure_mapping.h"
#include "tests/support/test_main.h"

#include <QFile>

using namespace busheng;

namespace {

const QString kPostgres = QStringLiteral("postgres");
const QString kMariaDb = QStringLiteral("mariadb");
const QString kSqlite = QStringLiteral("sqlite");
const QString kDocument = QStringLiteral(BUSHENG_SOURCE_DIR "/docs/type-mapping.md");

QStringList sampleTypes(const QString& engine)
{
    if (engine == kPostgres)
        return QStringLiteral(
                   "boolean;smallint;integer;bigint;real;double precision;numeric(12,2);numeric(65,30);numeric(100,2);"
                   "numeric;character varying(20);character varying(20000);character(18);text;json;jsonb;uuid;bytea;"
                   "bit(8);bit(100);bit varying;date;time without time zone;timestamp without time zone;"
                   "timestamp(3) without time zone;timestamp with time zone;xml;interval;time with time zone;money;"
                   "integer[];inet;public.mood")
            .split(u';');
    if (engine == kMariaDb)
        return QStringLiteral(
                   "tinyint(1);tinyint unsigned;smallint;mediumint;int;int unsigned;bigint;bigint unsigned;float;"
                   "double;decimal(65,30);bit(8);bit(64);year;date;time;time(6);datetime;datetime(6);timestamp;"
                   "char(18) character set utf8mb4 collate utf8mb4_general_ci;"
                   "varchar(20) character set gbk collate gbk_chinese_ci;"
                   "text character set utf8mb4 collate utf8mb4_general_ci;"
                   "longtext character set utf8mb4 collate utf8mb4_bin;"
                   "enum('男','未说明') character set utf8mb4 collate utf8mb4_general_ci;"
                   "set('养老','医疗') character set utf8mb4 collate utf8mb4_general_ci;"
                   "binary(16);varbinary(300);blob;longblob;geometry")
            .split(u';');
    return QStringLiteral("INTEGER;BIGINT;VARCHAR(20);TEXT;REAL;DOUBLE;NUMERIC;DECIMAL(12,2);BLOB;BOOLEAN;DATE;TIME;"
                          "DATETIME;TIMESTAMP;")
        .split(u';');
}

QString cellOf(const QString& source, const QString& type, const QString& target)
{
    static const std::vector<UserType> kTypes{{QStringLiteral("public.mood"), {QStringLiteral("good")}, {}, false}};
    static const QString kUtf8 = QStringLiteral(" character set utf8mb4 collate utf8mb4_nopad_bin");
    const TypeMapping mapping = mapType(source, type, kTypes, target, false);
    const QString declared = u'`' + QString(mapping.declaredType).remove(kUtf8) + u'`';
    switch (mapping.grade) {
    case TypeMapping::Grade::Exact:
        return declared;
    case TypeMapping::Grade::Widened:
        return declared + QStringLiteral(" (wider)");
    case TypeMapping::Grade::AsText:
        return declared + QStringLiteral(" (as text)");
    case TypeMapping::Grade::Refused:
        return QStringLiteral("refused");
    }
    return {};
}

QString tableOf(const QString& source, const QString& title, const QStringList& targets, const QStringList& titles)
{
    QString text = QStringLiteral("| %1 | %2 |\n|---|%3\n")
                       .arg(title, titles.join(QStringLiteral(" | ")), QStringLiteral("---|").repeated(titles.size()));
    for (const QString& type : sampleTypes(source)) {
        QStringList cells;
        for (const QString& target : targets)
            cells.append(cellOf(source, type, target));
        const QString shown = type.section(QStringLiteral(" character set "), 0, 0);
        const QString set = type.section(QStringLiteral(" character set "), 1).section(u' ', 0, 0);
        text += QStringLiteral("| %1%2 | %3 |\n")
                    .arg(type.isEmpty() ? QStringLiteral("(none)") : QString(u'`' + shown + u'`'),
                         set.isEmpty() || set == u"utf8mb4" ? QString() : QString(QStringLiteral(" in ") + set),
                         cells.join(QStringLiteral(" | ")));
    }
    return text;
}

} // namespace

/// Which type becomes which: the document says what the code does.
class TstTypeMapping : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isAsTheDocumentSays()
    {
        QFile file(kDocument);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString document = QString::fromUtf8(file.readAll());
        const QString postgres = tableOf(kPostgres, QStringLiteral("PostgreSQL"), {kMariaDb, kSqlite},
                                         {QStringLiteral("MariaDB"), QStringLiteral("SQLite")});
        const QString mariaDb = tableOf(kMariaDb, QStringLiteral("MariaDB"), {kPostgres, kSqlite},
                                        {QStringLiteral("PostgreSQL"), QStringLiteral("SQLite")});
        const QString sqlite = tableOf(kSqlite, QStringLiteral("SQLite"), {kPostgres, kMariaDb},
                                       {QStringLiteral("PostgreSQL"), QStringLiteral("MariaDB")});
        qsizetype at = 0;
        for (const QString& table : {postgres, mariaDb, sqlite}) {
            for (const QString& line : table.split(u'\n', Qt::SkipEmptyParts)) {
                const qsizetype found = document.indexOf(QString(u'\n' + line + u'\n'), at);
                QVERIFY2(found >= 0, qPrintable(QStringLiteral("\nis not there, or not in this place: ") + line));
                at = found + 1;
            }
        }
    }

    /// Texts in keys get a length, names begin with their table's, references name what they lead to.
    void makesAStructureThatTheTargetTakes()
    {
        DatasetSchema source;
        TableSchema parent;
        parent.id = 1;
        parent.name = QStringLiteral("parent");
        parent.columns = {{QStringLiteral("code"), QStringLiteral("TEXT"), false, {}},
                          {QStringLiteral("note"), QStringLiteral("TEXT"), false, QStringLiteral("'x'")}};
        parent.keyColumns = {0};
        parent.indexes = {{QStringLiteral("by_note"), {QStringLiteral("note")}, false}};
        TableSchema child = parent;
        child.id = 2;
        child.name = QStringLiteral("child");
        child.columns.push_back({QStringLiteral("of"), QStringLiteral("TEXT"), false, {}});
        child.foreignKeys = {{{QStringLiteral("of")}, QStringLiteral("parent"), {}, {}, {}}};
        child.indexes = {{QStringLiteral("sqlite_autoindex_child_2"), {QStringLiteral("note")}, true}};
        source.tables = {parent, child};
        source.version = 7;
        const MappedStructure mapped = mapStructure(source, kMariaDb);
        QVERIFY(mapped.refusals[0].isEmpty() && mapped.refusals[1].isEmpty());
        QCOMPARE(mapped.schema.version, 7U);
        const TableSchema& first = mapped.schema.tables[0];
        QVERIFY(first.columns[0].declaredType.startsWith(QStringLiteral("varchar(255)")));
        QVERIFY(first.columns[0].notNull);
        QVERIFY(first.columns[1].declaredType.startsWith(QStringLiteral("longtext")));
        QVERIFY(first.columns[1].defaultValue.isEmpty());
        QVERIFY(first.indexes.empty()); // over a long text there is none
        const TableSchema& second = mapped.schema.tables[1];
        QCOMPARE(second.indexes[0].name, QStringLiteral("child_2"));
        QVERIFY(second.columns[1].declaredType.startsWith(QStringLiteral("varchar(255)")));
        QVERIFY(second.columns[2].declaredType.startsWith(QStringLiteral("varchar(255)")));
        QCOMPARE(second.foreignKeys[0].referencedColumns, QStringList{QStringLiteral("code")});
    }

    void refusesNamesThatTheTargetCutsOrMixesUp()
    {
        DatasetSchema source;
        TableSchema table;
        table.id = 1;
        table.name = QStringLiteral("t");
        table.columns = {{QStringLiteral("id"), QStringLiteral("INTEGER"), false, {}},
                         {QString(22, QChar(u'名')), QStringLiteral("TEXT"), false, {}},
                         {QStringLiteral("ID"), QStringLiteral("TEXT"), false, {}}};
        table.keyColumns = {0};
        source.tables = {table};
        const auto inPostgres = mapStructure(source, kPostgres).refusals[0];
        QCOMPARE(inPostgres.size(), 1);
        QVERIFY(inPostgres[0].contains(QStringLiteral("63 bytes")));
        const auto inMariaDb = mapStructure(source, kMariaDb).refusals[0];
        QCOMPARE(inMariaDb.size(), 1);
        QVERIFY(inMariaDb[0].contains(QStringLiteral("case of ID")));
    }

    void sortsKeysByBytesForReading()
    {
        DatasetSchema source;
        source.engine = kMariaDb;
        TableSchema table;
        table.id = 1;
        const QString type = QStringLiteral("varchar(18) character set gbk collate gbk_chinese_ci");
        table.columns = {{QStringLiteral("id"), type, true, {}}, {QStringLiteral("v"), type, true, {}}};
        table.keyColumns = {0};
        source.tables = {table};
        const DatasetSchema sorted = sortedByBytes(source);
        QCOMPARE(sorted.tables[0].columns[0].declaredType,
                 QStringLiteral("varchar(18) character set utf8mb4 collate utf8mb4_nopad_bin"));
        QCOMPARE(sorted.tables[0].columns[1].declaredType, type);
    }
};

BUSHENG_TEST(TstTypeMapping)
#include "tst_type_mapping.moc"
