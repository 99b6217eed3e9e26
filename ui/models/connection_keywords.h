// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <optional>
#include <utility>

namespace busheng {

/// The location of a PostgreSQL database as its parts, "host", "dbname" ..., in their order.
/// Source: PostgreSQL documentation, "Keyword/Value Connection Strings".
using ConnectionKeywords = QList<std::pair<QString, QString>>;

/// Values with blanks or quotes are quoted; empty values are left out.
QString joinConnectionKeywords(const ConnectionKeywords& keywords);
/// The reverse. Nothing for what is not written in keywords (a URI, a quote that does not end).
std::optional<ConnectionKeywords> splitConnectionKeywords(const QString& location);

} // namespace busheng
