// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/mariadb/my_connection.h"
#include "engine/db/mariadb/my_type.h"
#include "engine/text/text_decoder.h"

#include <map>

namespace busheng {

/// The characters of an encoding of one or two bytes each (latin1, gbk, big5 ...), as the server itself reads them: its
/// own table, asked for once. Thread: one at a time.
class MyCharset {
public:
    static Result<MyCharset> read(MyConnection& connection, const QString& characterSet);
    /// Of texts whose bytes are in another encoding than their column says: nothing is asked of the server.
    static Result<MyCharset> readAs(const QString& encoding);
    /// Appends `text` as UTF-8. False: a byte that is no character there; what was appended is then cut off again.
    bool toUtf8(BytesView text, Bytes& out) const;

private:
    std::vector<Bytes> m_single;            ///< by byte; empty: none
    std::vector<Bytes> m_double;            ///< by 256 * first + second - 0x8000; empty: encodings of one byte
    std::unique_ptr<TextDecoder> m_decoder; ///< of readAs()
};

/// Those that the columns of some tables need. Must outlive what points into it.
class MyCharsets {
public:
    /// Null for what has no texts, or texts that are UTF-8 already.
    Result<const MyCharset*> of(MyConnection& connection, const MyType& type);

private:
    std::map<QString, MyCharset> m_read;
};

} // namespace busheng
