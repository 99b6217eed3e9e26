// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <cstdint>
#include <optional>

namespace busheng {

/// How the values of a column travel.
///
/// | kind | cell |
/// |---|---|
/// | Integer, Year, Bit | Integer; above 2^63 - 1 Text with the digits |
/// | Float, Double | Real |
/// | Decimal | Text, as many digits behind the point as the column has, none too many before it |
/// | Date, Time, DateTime, Timestamp | Text as MariaDB prints it; Timestamp in UTC |
/// | Text, Enum, Set | Text, UTF-8 whatever the column's own encoding is |
/// | Binary, Geometry | Blob |
enum class MyKind : std::uint8_t {
    Integer,
    Float,
    Double,
    Decimal,
    Bit,
    Year,
    Date,
    Time,
    DateTime,
    Timestamp,
    Text,
    Binary,
    Enum,
    Set,
    Geometry,
};

/// A column's type, as its declaredType says it: the words of information_schema.COLUMNS.COLUMN_TYPE, and behind those
/// of a column with texts " character set X collate Y". Where the dataset says that its bytes are in another encoding
/// than the column's, " read as Z" behind that (my_read_as.h).
struct MyType {
    MyKind kind = MyKind::Integer;
    QString word; ///< "int", "varchar", "longtext"
    bool isUnsigned = false;
    bool isZerofill = false;
    std::uint32_t length = 0; ///< characters, bytes or bits; digits of a decimal; digits behind the second of a time
    std::uint32_t scale = 0;
    bool hasLength = false;
    bool hasScale = false;
    QString characterSet; ///< of texts
    QString collation;
    QString readAs;     ///< the encoding that its bytes are really in (TextDecoder); empty: its own
    QStringList labels; ///< of enum and set, in their order

    /// Nothing for a type that is not known here (uuid, inet6, compressed columns, times in the form of MariaDB 5.3)
    /// and for what is no type at all.
    static std::optional<MyType> parse(const QString& declared);
    /// The type in SQL, made of checked parts only: a structure that came from another node cannot become a statement.
    QString sql() const;
    bool isFixedWidth() const { return word == u"char" || word == u"binary"; }
    bool hasTexts() const { return kind == MyKind::Text || kind == MyKind::Enum || kind == MyKind::Set; }
    /// The character set that holds its texts at a target of the same kind.
    QString storedSet() const { return readAs.isEmpty() ? characterSet : QStringLiteral("utf8mb4"); }
    /// Texts whose bytes are UTF-8 already.
    bool isUtf8() const
    {
        if (!readAs.isEmpty())
            return false;
        return characterSet == u"utf8mb4" || characterSet == u"utf8mb3" || characterSet == u"utf8" ||
               characterSet == u"ascii";
    }
    /// Rows can be found by it and stand in its order: no float, whose value no literal can name, nothing sorted by
    /// another thing than it shows.
    bool canBeKey() const;
    bool operator==(const MyType&) const = default;
};

} // namespace busheng
