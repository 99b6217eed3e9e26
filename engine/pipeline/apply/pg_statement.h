// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/postgres/pg_connection.h"
#include "engine/model/cell.h"

namespace busheng {

/// Parameters of one execution: views, so what they point at must live until the statement was sent.
class PgParameters {
public:
    void clear();
    void add(BytesView bytes);
    void add(const Cell& cell); ///< Null or Native
    std::size_t size() const { return m_values.size(); }
    const char* const* values() const { return m_values.data(); }
    const int* lengths() const { return m_lengths.data(); }
    const int* formats() const; ///< all binary

private:
    std::vector<const char*> m_values;
    std::vector<int> m_lengths;
    mutable std::vector<int> m_formats;
};

/// A statement that is prepared at the server when it is first used, with binary parameters of given types.
/// Thread: that of the connection. Fails: as PgConnection.
class PgStatement {
public:
    PgStatement(const QString& sql, std::vector<std::uint32_t> types);

    /// Runs it and waits. Not in pipeline mode.
    Result<PgResult> run(PgConnection& connection, const PgParameters& parameters);
    /// Pipeline mode: queues it. True: a result of the preparation comes before the statement's own.
    Result<bool> send(PgConnection& connection, const PgParameters& parameters);
    /// The pipeline was aborted: what send() prepared may not be there.
    void forget() { m_prepared = false; }

private:
    QByteArray m_sql;
    QByteArray m_name; ///< new for each preparation, so that a doubt about an old one never matters
    std::vector<std::uint32_t> m_types;
    bool m_prepared = false;
};

} // namespace busheng
