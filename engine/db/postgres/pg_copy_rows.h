// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/postgres/pg_connection.h"

namespace busheng {

/// A running COPY (SELECT ...) TO STDOUT (FORMAT binary), read row by row and given as encoded rows (model/cell.h).
///
/// It may be left alone for any time between two rows: the server then waits. While it runs, its connection can do
/// nothing else; one that is not wanted to its end is got rid of with its connection. The connection must outlive it.
/// Thread: the connection's. Fails: as PgConnection; Protocol when the bytes are not the format's.
class PgCopyRows {
public:
    /// `select` is the statement inside the COPY, which gives `columns` columns.
    static Result<std::unique_ptr<PgCopyRows>> start(PgConnection& connection, const QString& select,
                                                     std::size_t columns);

    /// False at the end; the connection is then free again.
    Result<bool> next();
    /// What next() read, valid until the next call.
    BytesView row() const { return {m_row.data(), m_used}; }

private:
    PgCopyRows(PgConnection& connection, std::size_t columns) : m_connection(connection), m_columns(columns) {}
    Result<bool> receive();
    Result<> end();
    Result<> readHeader();
    Result<bool> readRow();
    Failure malformed() const;

    PgConnection& m_connection;
    std::size_t m_columns;
    std::unique_ptr<char, void (*)(void*)> m_message{nullptr, nullptr}; ///< the CopyData message that is being read
    const char* m_at = nullptr;
    const char* m_end = nullptr;
    Bytes m_row; ///< grows to the widest row and stays
    std::size_t m_used = 0;
    bool m_begun = false;
    bool m_ended = false;
};

} // namespace busheng
