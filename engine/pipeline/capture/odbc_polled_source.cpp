// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/odbc_polled_source.h"

#include "engine/db/odbc/odbc_dialects.h"
#include "engine/db/odbc/odbc_snapshot.h"
#include "engine/db/values/neutral_values.h"
#include "engine/model/events.h"
#include "engine/model/odbc_location.h"
#include "engine/pipeline/capture/change_trigger_sql.h"
#include "engine/pipeline/capture/source_error.h"

#include <algorithm>

namespace busheng {
namespace {

using Dialect = std::shared_ptr<const OdbcDialect>;

QString place(const char* name)
{
    return QString::fromLatin1(name);
}

class OdbcPolledSource final : public PolledSource {
public:
    OdbcPolledSource(DatabaseConfig source, const DatasetConfig& dataset, Dialect dialect, std::stop_token stop)
        : m_source(std::move(source)), m_dataset(dataset.name), m_tables(dataset.tables), m_dialect(std::move(dialect)),
          m_stop(std::move(stop))
    {
    }

    /// Where tables are that are named without a schema: what triggers make is named by it.
    Result<> findHome()
    {
        ENGINE_TRY_AS(const auto connection, open(false));
        ENGINE_TRY_AS(const QString home, sourced(connection->queryText(m_dialect->schema), m_source.name));
        m_home = home.trimmed();
        return {};
    }

    void setTables(const QStringList& tables) override { m_tables = tables; }

    Result<DatasetSchema> readSchema() override
    {
        ENGINE_TRY_AS(const auto connection, open(false));
        return sourced(readOdbcSchema(*connection, m_tables), m_source.name);
    }

    Result<PolledMoment> openMoment() override
    {
        ENGINE_TRY_AS(auto snapshot, sourced(OdbcSnapshot::open(options(false)), m_source.name));
        OdbcConnection& connection = snapshot->connection();
        return PolledMoment{std::move(snapshot),
                            [&connection](const QString& sql) { return connection.queryText(sql); }};
    }

    /// What only this kind of source has to say: that nobody has tried the dialect, and settings of the server.
    Result<std::vector<Finding>> findings() override
    {
        std::vector<Finding> found;
        if (m_dialect->tried.isEmpty())
            found.push_back({FindingSeverity::Warning, events::ODBC_UNTRIED, {m_source.name, m_dialect->title}, {}});
        if (m_dialect->settings.empty())
            return found;
        ENGINE_TRY_AS(const auto connection, open(false));
        for (const OdbcSetting& setting : m_dialect->settings) {
            ENGINE_TRY_AS(const QString isFit, sourced(connection->queryText(setting.sql), m_source.name));
            if (isFit.trimmed() != u"1")
                found.push_back({FindingSeverity::Error,
                                 events::ODBC_SETTING,
                                 {m_source.name, setting.name, isFit.trimmed(), setting.mend},
                                 {}});
        }
        return found;
    }

    std::optional<StampKind> stampKind(const ColumnSchema& column) const override
    {
        const auto type = parseNeutralType(column.declaredType);
        if (!type)
            return std::nullopt;
        if (type->kind == CommonKind::Integer)
            return StampKind::Number;
        return m_dialect->stamps.contains(wordOf(column)) ? std::optional(StampKind::Time) : std::nullopt;
    }

    QString quotedTable(const QString& table) const override { return m_dialect->quotedTable(table); }
    QString quoted(const QString& column) const override { return m_dialect->quoted(column); }

    QString newestSql(const QString& table, const ColumnSchema& column, StampKind kind) const override
    {
        if (kind == StampKind::Number)
            return QStringLiteral("SELECT MAX(%1) FROM %2 t").arg(ofRow(column), quotedTable(table));
        return filled(m_dialect->stamps[wordOf(column)].newest,
                      {{place("column"), ofRow(column)}, {place("table"), quotedTable(table)}});
    }

    QString sinceSql(const ColumnSchema& column, StampKind kind, const QString& one, const QString& other,
                     qint64 overlap) const override
    {
        if (kind == StampKind::Number)
            return sinceNumberSql(column, one, other, overlap);
        // Both are "2026-11-27 10:00:00": their order is that of their letters.
        QString earlier = std::min(one, other);
        earlier.replace(u'\'', QStringLiteral("''"));
        return filled(m_dialect->stamps[wordOf(column)].since, {{place("column"), ofRow(column)},
                                                                {place("stamp"), earlier},
                                                                {place("overlap"), QString::number(overlap)}});
    }

    /// In words that every dialect has: no TRUE, no COALESCE of a comparison.
    std::optional<QString> deletedSql(const ColumnSchema& column) const override
    {
        const auto type = parseNeutralType(column.declaredType);
        const QString term = ofRow(column);
        const auto isThereAnd = [&term](const QString& condition) -> QString {
            return u'(' + term + QStringLiteral(" IS NOT NULL AND ") + condition + u')';
        };
        switch (type ? type->kind : CommonKind::Json) {
        case CommonKind::Boolean: {
            const auto rule = std::ranges::find(m_dialect->types, QStringLiteral("boolean"), &OdbcTypeRule::as);
            return isThereAnd(filled(rule->read, {{place("column"), term}}) + QStringLiteral(" <> 0"));
        }
        case CommonKind::Integer:
        case CommonKind::Decimal:
        case CommonKind::Number:
            return isThereAnd(term + QStringLiteral(" <> 0"));
        case CommonKind::Text:
            // Where an empty text is NULL, as in Oracle, it is left out by the first condition.
            return isThereAnd(QStringLiteral("LOWER(RTRIM(LTRIM(%1))) NOT IN ('0', 'n', 'no', 'f', 'false') AND "
                                             "LENGTH(RTRIM(LTRIM(%1))) > 0")
                                  .replace(QStringLiteral("LENGTH"), m_dialect->lengthWord)
                                  .arg(term));
        case CommonKind::Date:
        case CommonKind::DateTime:
        case CommonKind::Moment:
            return deletedIfThere(column);
        default:
            return std::nullopt;
        }
    }

    Result<std::int64_t> change(const QString& sql) override
    {
        ENGINE_TRY_AS(const auto connection, open(true));
        return sourced(connection->execute(sql), m_source.name);
    }

    bool holdsBatches(const ColumnSchema& column) const override
    {
        const auto type = parseNeutralType(column.declaredType);
        return type && type->kind == CommonKind::Integer && !type->isUnsigned && type->bits >= 32;
    }

    QString markSql(const TableSchema& table, const ColumnSchema& column, qint64 mark, int limit) const override
    {
        return filled(m_dialect->mark, {{place("table"), quotedTable(table.name)},
                                        {place("column"), quoted(column.name)},
                                        {place("mark"), QString::number(mark)},
                                        {place("rows"), QString::number(limit)},
                                        {place("key"), keyOf(table, {})}});
    }

    QString grantSql(const QString& table, const QString& column, const QString& user) const override
    {
        return filled(m_dialect->grantUpdate, {{place("table"), quotedTable(table)},
                                               {place("column"), quoted(column)},
                                               {place("user"), m_dialect->quoted(user)}});
    }

    QString userSql() const override { return m_dialect->user; }

    QString changeTable(const QString& table) const override
    {
        const QString name = qualified(table);
        return filled(m_dialect->trigger->changes,
                      {{place("digits"), changeSuffix(m_dataset, name)}, {place("owner"), name.section(u'.', 0, 0)}});
    }

    QStringList installSql(const TableSchema& table) const override
    {
        return filledLines(m_dialect->trigger->install, table);
    }
    QStringList uninstallSql(const TableSchema& table) const override
    {
        return filledLines(m_dialect->trigger->uninstall, table);
    }
    QString mayTriggerSql(const TableSchema& table) const override
    {
        return filled(m_dialect->trigger->may, triggerPlaces(table));
    }
    QString grantTriggerSql(const TableSchema& table, const QString& user) const override
    {
        return filled(m_dialect->trigger->grant,
                      {{place("table"), quotedTable(table.name)}, {place("user"), m_dialect->quoted(user)}});
    }

    Result<QString> missingTrigger(const TableSchema& table) override
    {
        ENGINE_TRY_AS(const auto connection, open(false));
        ENGINE_TRY_AS(
            const QString isMissing,
            sourced(connection->queryText(filled(m_dialect->trigger->missing, triggerPlaces(table))), m_source.name));
        return isMissing.trimmed() == u"1" ? changeTable(table.name) : QString();
    }

private:
    /// As the structure names a table that the dataset may name without its schema.
    QString qualified(const QString& table) const
    {
        return m_home.isEmpty() || table.contains(u'.') ? table : QString(m_home + u'.' + table);
    }

    static QString wordOf(const ColumnSchema& column) { return column.declaredType.section(u'(', 0, 0); }

    /// The key's columns, each behind `before`.
    QString keyOf(const TableSchema& table, const QString& before) const
    {
        QStringList columns;
        for (const std::uint32_t index : table.keyColumns)
            columns.append(before + quoted(table.columns.at(index).name));
        return columns.join(QStringLiteral(", "));
    }

    OdbcFilling triggerPlaces(const TableSchema& table) const
    {
        const OdbcTrigger& trigger = *m_dialect->trigger;
        const QString changes = changeTable(table.name);
        QStringList same;
        QStringList nulls;
        for (const std::uint32_t index : table.keyColumns) {
            const QString column = quoted(table.columns.at(index).name);
            same.append(filled(trigger.equal, {{place("old"), QString(trigger.oldRow + column)},
                                               {place("new"), QString(trigger.newRow + column)}}));
            nulls.append(QStringLiteral("NULL"));
        }
        const QString name = qualified(table.name);
        const QString schema = name.contains(u'.') ? name.section(u'.', 0, 0) : QString();
        return {{place("table"), quotedTable(table.name)},
                {place("changes"), quotedTable(changes)},
                {place("key"), keyOf(table, {})},
                {place("newKey"), keyOf(table, trigger.newRow)},
                {place("oldKey"), keyOf(table, trigger.oldRow)},
                {place("same"), same.join(QStringLiteral(" AND "))},
                {place("nulls"), nulls.join(QStringLiteral(", "))},
                {place("digits"), changeSuffix(m_dataset, name)},
                {place("owner"), quoted(schema)},
                {place("schemaText"), m_dialect->literal(schema)},
                {place("tableText"), m_dialect->literal(name.section(u'.', -1))},
                {place("changesText"), m_dialect->literal(changes.section(u'.', -1))}};
    }

    QStringList filledLines(const QStringList& lines, const TableSchema& table) const
    {
        const OdbcFilling places = triggerPlaces(table);
        QStringList made;
        for (const QString& line : lines)
            made.append(filled(line, places));
        return made;
    }

    OdbcConnection::Options options(bool mayWrite) const
    {
        return {m_source.location, m_source.name, mayWrite, m_stop};
    }

    Result<std::unique_ptr<OdbcConnection>> open(bool mayWrite) const
    {
        return sourced(OdbcConnection::open(options(mayWrite)), m_source.name);
    }

    DatabaseConfig m_source;
    QString m_dataset;
    QStringList m_tables;
    Dialect m_dialect;
    QString m_home;
    std::stop_token m_stop;
};

Result<Dialect> dialectOf(const DatabaseConfig& source)
{
    ENGINE_TRY_AS(const OdbcLocation location, parseOdbcLocation(source.location));
    return odbcDialect(location.dialect);
}

} // namespace

Result<std::unique_ptr<PolledSource>> openOdbcPolledSource(const DatabaseConfig& source, const DatasetConfig& dataset,
                                                           std::stop_token stop)
{
    ENGINE_TRY_AS(Dialect dialect, dialectOf(source));
    if (dataset.route == Route::Trigger && !dialect->trigger) {
        const QString what = QStringLiteral("the trigger route of the dialect %1").arg(dialect->name);
        return fail(makeEvent(ErrorCode::Config, events::NOT_YET, {what}, QStringLiteral("not yet: %1").arg(what)));
    }
    const bool hasSchemas = dialect->hasSchemas;
    auto made = std::make_unique<OdbcPolledSource>(source, dataset, std::move(dialect), std::move(stop));
    if (dataset.route == Route::Trigger && hasSchemas) // tables may be named without theirs, and such may come later
        ENGINE_TRY(made->findHome());
    return std::unique_ptr<PolledSource>(std::move(made));
}

Result<QStringList> odbcReaderSql(const DatabaseConfig& source, const DatasetConfig& dataset, const QString& user)
{
    ENGINE_TRY_AS(const Dialect dialect, dialectOf(source));
    QStringList statements;
    for (const QString& table : dataset.tables) {
        OdbcFilling places{{place("table"), dialect->quotedTable(table)},
                           {place("column"), dialect->quoted(dataset.routeColumn)},
                           {place("user"), dialect->quoted(user)}};
        statements.append(filled(dialect->grantRead, places));
        if (dataset.route == Route::Flag)
            statements.append(filled(dialect->grantUpdate, places));
        if (dataset.route == Route::Trigger && dialect->trigger)
            statements.append(filled(dialect->trigger->grant, places));
    }
    statements.removeAll(QString());
    return statements;
}

} // namespace busheng
