// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <string>
#include <string_view>

namespace busheng {

/// Raw bytes on the hot path. std::string because appending to it is what we do most, and every library we call
/// (zstd, libgcrypt, SQLite, OpenSSL) takes a pointer and a length.
using Bytes = std::string;
using BytesView = std::string_view;

inline BytesView view(const QByteArray& bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

inline QByteArray toQByteArray(BytesView bytes)
{
    return {bytes.data(), static_cast<qsizetype>(bytes.size())};
}

/// Lower-case hex, for logs and screens.
inline QString toHex(BytesView bytes)
{
    return QString::fromLatin1(toQByteArray(bytes).toHex());
}

} // namespace busheng
