// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/row_query.h"

#include <QStringList>

namespace busheng::test {

/// Keeps rows as text: "#1" a number, "?true" a boolean, "x00ff" bytes, "NULL", else the text itself.
class RowList final : public RowReceiver {
public:
    Result<> begin(const std::vector<RowColumn>& given, const QString& where) override
    {
        for (const RowColumn& column : given)
            columns.append(column.name + u' ' + column.type);
        position = where;
        return {};
    }
    Result<> row(std::span<const RowValue> values) override
    {
        if (rows.size() >= most)
            return fail(ErrorCode::Conflict, QStringLiteral("enough"));
        QStringList shown;
        for (const RowValue& value : values)
            shown.append(text(value));
        rows.append(shown.join(u'|'));
        return {};
    }

    qsizetype most = 1'000'000;
    QStringList columns;
    QString position;
    QStringList rows;

private:
    static QString text(const RowValue& value)
    {
        const QString plain = QString::fromUtf8(value.bytes.data(), static_cast<qsizetype>(value.bytes.size()));
        switch (value.kind) {
        case RowValue::Kind::Null:
            return QStringLiteral("NULL");
        case RowValue::Kind::Number:
            return u'#' + plain;
        case RowValue::Kind::Boolean:
            return u'?' + plain;
        case RowValue::Kind::Binary:
            return u'x' + toHex(value.bytes);
        case RowValue::Kind::Text:
            break;
        }
        return plain;
    }
};

} // namespace busheng::test
