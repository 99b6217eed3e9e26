// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/postgres/pg_connection.h"
#include "engine/pipeline/apply/pg_row.h"

namespace busheng {

/// One column of a set, as the binary form of a one-dimensional array. Thread: one.
class PgArray {
public:
    /// Begins a new array; the memory of the one before is used again.
    void reset(std::uint32_t elementType);
    void add(const Cell& cell); ///< Null or Native
    void addNumber(std::int64_t value);
    /// Valid until the next reset() or add().
    BytesView bytes();

private:
    Bytes m_bytes;
    std::uint32_t m_count = 0;
    bool m_hasNull = false;
};

/// COPY ... FROM STDIN (FORMAT binary) fed with rows, through one buffer that is sent whenever it is full.
///
/// Fails: as PgConnection; the copy has then ended.
class PgCopyWriter {
public:
    Result<> begin(PgConnection& connection, const QString& sql);
    Result<> add(const PgRow& row); ///< a whole one
    /// Ends the copy; how many rows the server took.
    Result<std::int64_t> end();

private:
    Result<> send();

    PgConnection* m_connection = nullptr;
    Bytes m_buffer;
};

} // namespace busheng
