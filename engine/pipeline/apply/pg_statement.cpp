// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/pg_statement.h"

#include <libpq-fe.h>

#include <atomic>

namespace busheng {
namespace {

QByteArray nextName()
{
    static std::atomic<std::uint64_t> last{0};
    return "busheng_" + QByteArray::number(static_cast<qulonglong>(++last));
}

} // namespace

void PgParameters::clear()
{
    m_values.clear();
    m_lengths.clear();
}

void PgParameters::add(BytesView bytes)
{
    // An empty view may have no pointer, and no pointer is NULL to libpq.
    m_values.push_back(bytes.data() == nullptr ? "" : bytes.data());
    m_lengths.push_back(static_cast<int>(bytes.size()));
}

void PgParameters::add(const Cell& cell)
{
    if (cell.kind != CellKind::Null) {
        add(cell.bytes);
        return;
    }
    m_values.push_back(nullptr);
    m_lengths.push_back(0);
}

const int* PgParameters::formats() const
{
    if (m_formats.size() < m_values.size())
        m_formats.resize(m_values.size(), 1);
    return m_formats.data();
}

PgStatement::PgStatement(const QString& sql, std::vector<std::uint32_t> types)
    : m_sql(sql.toUtf8()), m_types(std::move(types))
{
}

Result<PgResult> PgStatement::run(PgConnection& connection, const PgParameters& parameters)
{
    const auto checked = [&](pg_result* result) -> Result<PgResult> {
        PgResult owned(result);
        const ExecStatusType status = PQresultStatus(result);
        if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
            return owned;
        return fail(connection.errorOf(result, QString::fromUtf8(m_sql.left(120))));
    };
    if (!m_prepared) {
        m_name = nextName();
        ENGINE_TRY(checked(PQprepare(connection.native(), m_name.constData(), m_sql.constData(),
                                     static_cast<int>(m_types.size()), m_types.data())));
        m_prepared = true;
    }
    return checked(PQexecPrepared(connection.native(), m_name.constData(), static_cast<int>(parameters.size()),
                                  parameters.values(), parameters.lengths(), parameters.formats(), 0));
}

Result<bool> PgStatement::send(PgConnection& connection, const PgParameters& parameters)
{
    const bool first = !m_prepared;
    bool sent = true;
    if (first) {
        m_name = nextName();
        sent = PQsendPrepare(connection.native(), m_name.constData(), m_sql.constData(),
                             static_cast<int>(m_types.size()), m_types.data()) == 1;
        m_prepared = true;
    }
    if (!sent || PQsendQueryPrepared(connection.native(), m_name.constData(), static_cast<int>(parameters.size()),
                                     parameters.values(), parameters.lengths(), parameters.formats(), 0) != 1)
        return fail(connection.errorOf(nullptr, QString::fromUtf8(m_sql.left(120))));
    return first;
}

} // namespace busheng
