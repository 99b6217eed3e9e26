// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/mariadb/my_charset.h"

#include <QRegularExpression>

namespace busheng {
namespace {

constexpr std::size_t kFirstDouble = 0x8000;

/// The numbers of a range as rows of one column `seq`: MariaDB has tables for that.
QString numbersSql(const MyConnection& connection, int first, int last)
{
    if (connection.isMariaDb())
        return QStringLiteral("seq_%1_to_%2").arg(first).arg(last);
    QStringList digits;
    for (int digit = 0; digit < 16; ++digit)
        digits.append(QStringLiteral("SELECT %1 AS n").arg(digit));
    const QString sixteen = u'(' + digits.join(QStringLiteral(" UNION ALL ")) + u')';
    return QStringLiteral("(SELECT a.n * 4096 + b.n * 256 + c.n * 16 + d.n AS seq FROM %1 AS a, %1 AS b, %1 AS c, %1 "
                          "AS d HAVING seq BETWEEN %2 AND %3) AS numbers")
        .arg(sixteen)
        .arg(first)
        .arg(last);
}

/// Each code of the range as the server reads it; one that is no character comes as NULL or as a question mark.
Result<> readCodes(MyConnection& connection, const QString& characterSet, int digits, int first, int last,
                   std::vector<Bytes>& codes)
{
    ENGINE_TRY_AS(
        const MyResult rows,
        connection.query(QStringLiteral("SELECT seq, CONVERT(CONVERT(UNHEX(LPAD(HEX(seq), %1, '0')) USING %2) "
                                        "USING utf8mb4) FROM %3")
                             .arg(digits)
                             .arg(characterSet, numbersSql(connection, first, last))));
    codes.assign(static_cast<std::size_t>(last - first) + 1, Bytes());
    for (int row = 0; row < rows.rows(); ++row) {
        const BytesView character = rows.bytes(row, 1);
        const bool isReplaced = character.find('?') != BytesView::npos && rows.integer(row, 0) != '?';
        if (character.data() != nullptr && !isReplaced)
            codes[static_cast<std::size_t>(rows.integer(row, 0) - first)] = Bytes(character);
    }
    return {};
}

} // namespace

Result<MyCharset> MyCharset::read(MyConnection& connection, const QString& characterSet)
{
    static const QRegularExpression kName(QRegularExpression::anchoredPattern(QStringLiteral("[a-z0-9_]+")));
    if (!kName.match(characterSet).hasMatch())
        return fail(ErrorCode::Schema, QStringLiteral("'%1' is no character set").arg(characterSet));
    ENGINE_TRY_AS(
        const std::int64_t longest,
        connection.queryInteger(
            QStringLiteral("SELECT MAXLEN FROM information_schema.CHARACTER_SETS WHERE CHARACTER_SET_NAME = ") +
            myLiteral(characterSet)));
    if (longest < 1 || longest > 2)
        return fail(ErrorCode::Schema, QStringLiteral("character set %1 cannot be read here").arg(characterSet));
    MyCharset charset;
    ENGINE_TRY(readCodes(connection, characterSet, 2, 0, 0xff, charset.m_single));
    if (longest == 2)
        ENGINE_TRY(readCodes(connection, characterSet, 4, kFirstDouble, 0xffff, charset.m_double));
    return charset;
}

Result<MyCharset> MyCharset::readAs(const QString& encoding)
{
    MyCharset charset;
    ENGINE_TRY_AS(charset.m_decoder, TextDecoder::open(encoding));
    return charset;
}

bool MyCharset::toUtf8(BytesView text, Bytes& out) const
{
    if (m_decoder)
        return m_decoder->toUtf8(text, out);
    const std::size_t start = out.size();
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const Bytes* character = &m_single[byte];
        if (character->empty() && byte >= 0x80 && !m_double.empty() && i + 1 < text.size())
            character =
                &m_double[(static_cast<std::size_t>(byte) << 8 | static_cast<unsigned char>(text[++i])) - kFirstDouble];
        if (character->empty()) {
            out.resize(start);
            return false;
        }
        out += *character;
    }
    return true;
}

Result<const MyCharset*> MyCharsets::of(MyConnection& connection, const MyType& type)
{
    if (type.kind != MyKind::Text || type.isUtf8())
        return static_cast<const MyCharset*>(nullptr);
    const QString name = type.readAs.isEmpty() ? type.characterSet : QStringLiteral("read as ") + type.readAs;
    auto found = m_read.find(name);
    if (found == m_read.end()) {
        ENGINE_TRY_AS(MyCharset charset, type.readAs.isEmpty() ? MyCharset::read(connection, type.characterSet)
                                                               : MyCharset::readAs(type.readAs));
        found = m_read.emplace(name, std::move(charset)).first;
    }
    return static_cast<const MyCharset*>(&found->second);
}

} // namespace busheng
