// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/mariadb/my_connection.h"
#include "engine/db/mariadb/my_type.h"
#include "engine/model/cell.h"

#include <functional>
#include <memory>
#include <vector>

struct st_mysql_bind;
struct st_mysql_stmt;

namespace busheng {

/// One statement with parameters, run for many rows in one message to the server, in their order. Rows are gathered
/// column by column and kept until clear(). A row with large values goes alone, and these in pieces before it. MySQL
/// knows no such message: there a statement with the values of many rows does it where there is one, else each row is a
/// message of its own. Must not outlive its connection. Thread: that of the connection.
class MyBulk {
public:
    /// A parameter each, of the kind that its column's type takes. `values`: what `sql` ends with and may be said again
    /// for further rows, "(?, ?)"; empty: it takes one row.
    static Result<MyBulk> prepare(MyConnection& connection, const QString& sql, const QString& values,
                                  const std::vector<MyKind>& parameters, const std::vector<bool>& isUnsigned);
    MyBulk(MyBulk&&) noexcept;
    MyBulk& operator=(MyBulk&&) = delete;
    ~MyBulk();

    /// The next parameter of the row at hand. False: the cell is no value that the column can take.
    bool add(const Cell& cell);
    std::size_t rows() const { return m_rows; }
    std::size_t bytes() const { return m_bytes; }
    /// After add() was false: the row at hand is forgotten.
    void dropRow();
    /// To be called when every parameter of a row was added.
    void endRow();
    void clear();

    /// Runs all rows, or one of them; the number of rows that it found or changed. Fails: also Sql 1153, not transient,
    /// for a value of more bytes than the server takes.
    Result<std::uint64_t> run();
    Result<std::uint64_t> runOne(std::size_t row);
    /// Runs the row, whose first parameter was added without bytes: `read` gives these in pieces to what it is called
    /// with, and they go to the server so. Fails: also what `read` returns.
    using Pieces = std::function<Result<>(const std::function<Result<>(BytesView piece)>& sink)>;
    Result<std::uint64_t> runWithPieces(const Pieces& read);
    /// For people.
    QString text(std::size_t parameter, std::size_t row) const;

private:
    enum class Form : std::uint8_t { Number, Unsigned, Real, Text, Blob };
    struct Parameter {
        Form form = Form::Text;
        std::vector<std::int64_t> numbers;
        std::vector<double> reals;
        Bytes arena;
        std::vector<std::size_t> starts;
        std::vector<unsigned long> lengths;
        std::vector<char> indicators;
        std::vector<char*> pointers; ///< into the arena; made when it runs
        void shrinkTo(std::size_t rows);
    };

    explicit MyBulk(MyConnection& connection) : m_connection(&connection) {}
    Result<> prepareStatement(st_mysql_stmt*& statement, const QString& sql);
    Result<std::uint64_t> runRange(std::size_t first, std::size_t count);
    Result<std::uint64_t> runArray(std::size_t first, std::size_t count);
    Result<std::uint64_t> runAlone(std::size_t row);
    Result<std::uint64_t> runMany(std::size_t first);
    Result<bool> fitTogether(std::size_t first, std::size_t count) const;
    st_mysql_bind bindOf(std::size_t parameter, std::size_t row);
    Error errorOf(st_mysql_stmt* statement) const;
    bool isLarge(std::size_t row) const;
    bool put(Parameter& parameter, const Cell& cell);

    MyConnection* m_connection;
    st_mysql_stmt* m_statement = nullptr;
    st_mysql_stmt* m_many = nullptr; ///< for m_manyRows rows; made when it is first needed
    QString m_manySql;
    std::size_t m_manyRows = 0; ///< 0: there is none
    std::vector<Parameter> m_parameters;
    std::size_t m_next = 0;
    std::size_t m_rows = 0;
    std::size_t m_bytes = 0;
};

} // namespace busheng
