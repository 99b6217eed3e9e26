// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/crypto/sm2_key.h"

#include <QJsonArray>
#include <QJsonObject>

#include <vector>

namespace busheng::test {

/// A file of tests/data/crypto; aborts the program when it is not there or not JSON.
QJsonObject vectorFile(const char* name);
/// The objects of an array in it, which must not be empty.
std::vector<QJsonObject> vectors(const QJsonObject& file, const char* key);

Bytes hex(const QString& text);
Bytes hexOf(const QJsonObject& vector, const char* key);
/// `bytes` with bit number `bit` turned over.
Bytes flipped(Bytes bytes, std::size_t bit);

/// One DER element with the shortest length.
Bytes der(unsigned char tag, BytesView content);
/// A positive INTEGER from big-endian bytes.
Bytes derInteger(BytesView number);
Bytes pemOf(const char* label, BytesView der);

/// The published key of sm2.json, spelled by hand.
Bytes publishedPublicDer();
Bytes publishedPrivateDer();
Sm2Key publishedKey();

} // namespace busheng::test
