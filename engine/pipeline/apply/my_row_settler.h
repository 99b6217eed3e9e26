// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/mariadb/my_value.h"
#include "engine/pipeline/apply/row_settler.h"

namespace busheng {

class MyConnection;

/// Of a MariaDB target.
class MyRowSettler final : public RowSettler {
public:
    MyRowSettler(MyConnection& connection, FaultSql& sql, const FaultPolicy& policy, ExceptionStore& store)
        : RowSettler(sql, policy, store), m_connection(connection)
    {
    }

private:
    Result<Bytes> currentRow(const TableSchema& table, BytesView key) override;
    bool isDuplicate(const Error& why) const override;
    Result<int> compare(const TableSchema& table, std::size_t column, const Cell& one, const Cell& other) override;
    std::pair<QString, QString> numberAndText(const QString& native) const override;

    MyConnection& m_connection;
    MyCharsets m_charsets;
};

} // namespace busheng
