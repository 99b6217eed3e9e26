// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/file_messages.h"

#include "engine/base/byte_reader.h"
#include "engine/base/byte_writer.h"
#include "engine/model/file_task.h"

#include <algorithm>
#include <limits>

namespace busheng::filemsg {
namespace {

constexpr std::size_t kLongestText = 4096;
constexpr std::size_t kMostArgs = 16;
constexpr qsizetype kLongestEncoding = 32;
constexpr std::uint8_t kNationalSuite = 1;
constexpr std::size_t kMostSuites = 16;

/// The members of each message, said once: a Writer and a Reader are two visitors of these.
class Writer {
public:
    explicit Writer(Bytes& out) : m_writer(out) {}
    void operator()(std::uint64_t value) { m_writer.varint(value); }
    void operator()(std::uint32_t value) { m_writer.varint(value); }
    void operator()(std::int64_t value) { m_writer.zigzag(value); }
    void operator()(bool value) { m_writer.fixed<std::uint8_t>(value ? 1 : 0); }
    void operator()(const Bytes& value) { m_writer.sized(value); }
    void operator()(const QString& value) { m_writer.sized(view(value.toUtf8())); }
    template <std::size_t N>
    void operator()(const std::array<char, N>& value)
    {
        m_writer.raw({value.data(), N});
    }
    void operator()(const QStringList& values)
    {
        m_writer.varint(static_cast<std::uint64_t>(values.size()));
        for (const QString& value : values)
            (*this)(value);
    }
    void operator()(const std::vector<Digest>& values)
    {
        m_writer.varint(values.size());
        for (const Digest& value : values)
            (*this)(value);
    }
    void operator()(std::uint8_t value) { m_writer.fixed(value); }
    /// One of the national suite alone stands by itself, as it did before there were others.
    void operator()(const std::vector<PublicKey>& values)
    {
        const bool isPlain = values.empty() || (values.size() == 1 && values.front().suite == kNationalSuite);
        (*this)(isPlain && !values.empty() ? values.front().pem : Bytes());
        if (isPlain)
            return;
        m_writer.varint(values.size());
        for (const PublicKey& value : values) {
            (*this)(value.suite);
            (*this)(value.pem);
        }
    }
    template <typename T>
    requires std::is_enum_v<T>
    void operator()(T value) { m_writer.fixed(static_cast<std::uint8_t>(value)); }
    /// Whether a member that may be left out, stands there.
    bool hasMore(bool isSaid) const { return isSaid; }

private:
    ByteWriter m_writer;
};

class Reader {
public:
    explicit Reader(BytesView in) : m_reader(in) {}
    void operator()(std::uint64_t& value) { value = m_reader.varint(); }
    void operator()(std::uint32_t& value)
    {
        const std::uint64_t read = m_reader.varint();
        if (read > std::numeric_limits<std::uint32_t>::max())
            m_reader.fail();
        value = static_cast<std::uint32_t>(read);
    }
    void operator()(std::int64_t& value) { value = m_reader.zigzag(); }
    void operator()(bool& value)
    {
        const auto read = m_reader.fixed<std::uint8_t>();
        if (read > 1)
            m_reader.fail();
        value = read == 1;
    }
    void operator()(Bytes& value) { value = Bytes(m_reader.sized()); }
    void operator()(QString& value)
    {
        const BytesView read = m_reader.sized();
        if (read.size() > kLongestText)
            m_reader.fail();
        value = QString::fromUtf8(read.data(), static_cast<qsizetype>(std::min(read.size(), kLongestText)));
    }
    template <std::size_t N>
    void operator()(std::array<char, N>& value)
    {
        const BytesView read = m_reader.raw(N);
        std::ranges::copy(read, value.begin());
    }
    void operator()(QStringList& values)
    {
        const std::uint64_t count = m_reader.varint();
        if (count > kMostArgs)
            m_reader.fail();
        for (std::uint64_t i = 0; i < count && !m_reader.failed(); ++i)
            (*this)(values.emplaceBack());
    }
    void operator()(std::vector<Digest>& values)
    {
        const std::uint64_t count = m_reader.varint();
        if (count > m_reader.rest().size() / sizeof(Digest)) {
            m_reader.fail();
            return;
        }
        values.resize(static_cast<std::size_t>(count));
        for (Digest& value : values)
            (*this)(value);
    }
    void operator()(std::uint8_t& value) { value = m_reader.fixed<std::uint8_t>(); }
    void operator()(std::vector<PublicKey>& values)
    {
        if (Bytes pem(m_reader.sized()); !pem.empty())
            values.push_back({kNationalSuite, std::move(pem)});
        if (m_reader.failed() || m_reader.atEnd())
            return;
        const std::uint64_t count = m_reader.varint();
        if (count > kMostSuites || !values.empty())
            m_reader.fail();
        for (std::uint64_t i = 0; i < count && !m_reader.failed(); ++i) {
            PublicKey& value = values.emplace_back();
            (*this)(value.suite);
            (*this)(value.pem);
        }
    }
    bool hasMore(bool) const { return !m_reader.failed() && !m_reader.atEnd(); }
    template <typename T>
    requires std::is_enum_v<T>
    void operator()(T& value)
    {
        const auto read = m_reader.fixed<std::uint8_t>();
        if (read > 3)
            m_reader.fail();
        value = static_cast<T>(read);
    }

    ByteReader& bytes() { return m_reader; }
    bool isWhole() const { return !m_reader.failed() && m_reader.atEnd(); }

private:
    ByteReader m_reader;
};

template <typename Visitor, typename T>
void members(Visitor& visit, T& value)
{
    using Value = std::remove_const_t<T>;
    if constexpr (std::is_same_v<Value, Open>) {
        visit(value.key);
        visit(value.task);
        visit(value.targetDirectory);
        visit(value.fullCopy);
        visit(value.seal);
        if (visit.hasMore(value.sealedAtRest)) // left out by those that know nothing else than clear
            visit(value.sealedAtRest);
    } else if constexpr (std::is_same_v<Value, Ready>) {
        visit(value.event);
        visit(value.args);
        visit(value.keys);
    } else if constexpr (std::is_same_v<Value, Key>) {
        visit(value.epoch);
        visit(value.salt);
        visit(value.wrapped);
        if (visit.hasMore(value.suite != kNationalSuite))
            visit(value.suite);
    } else if constexpr (std::is_same_v<Value, Offer>) {
        visit(value.number);
        visit(value.directory);
        visit(value.name);
        visit(value.version.size);
        visit(value.version.modifiedNs);
        visit(value.version.changedNs);
        visit(value.version.inode);
        visit(value.digest);
        visit(value.basis);
        visit(value.encoding);
        visit(value.original);
    } else if constexpr (std::is_same_v<Value, Need>) {
        visit(value.number);
        visit(value.verdict);
        visit(value.chunks);
    } else if constexpr (std::is_same_v<Value, Result>) {
        visit(value.number);
        visit(value.outcome);
        visit(value.event);
        visit(value.args);
    } else if constexpr (std::is_same_v<Value, End>) {
        visit(value.isGivenUp);
        visit(value.files);
    } else if constexpr (std::is_same_v<Value, Ended>) {
        visit(value.files);
        visit(value.receipt);
    } else if constexpr (std::is_same_v<Value, Ask>) {
        visit(value.key);
        visit(value.wantsDirectories);
        visit(value.directory);
        visit(value.after);
    } else if constexpr (std::is_same_v<Value, FetchedAsk>) {
        visit(value.task);
        visit(value.directory);
    } else if constexpr (std::is_same_v<Value, FetchedAsk::Item>) {
        visit(value.name);
        visit(value.digest);
    } else if constexpr (std::is_same_v<Value, AnswerItem>) {
        visit(value.name);
        visit(value.size);
        visit(value.digest);
    } else if constexpr (std::is_same_v<Value, Answer>) {
        visit(value.isKnown);
        visit(value.isLast);
        visit(value.arrived);
        visit(value.repeated);
        visit(value.failed);
        visit(value.bytes);
    }
}

template <typename T>
Message encodeAs(MessageType type, std::uint32_t run, const T& value)
{
    Message message{type, run, {}};
    Writer writer(message.payload);
    members(writer, value);
    return message;
}

Failure notWhole(const char* what)
{
    return fail(ErrorCode::Protocol, QStringLiteral("a message about files is not whole: ") + QLatin1String(what));
}

template <typename T>
busheng::Result<T> decodeAs(const char* what, BytesView payload)
{
    T value;
    Reader reader(payload);
    members(reader, value);
    if (!reader.isWhole())
        return notWhole(what);
    return value;
}

bool isDigestOrNone(BytesView bytes)
{
    return bytes.empty() || bytes.size() == sizeof(Digest);
}

/// A name and its directory that may be reached beneath a root, and no more than that.
bool isTreePath(BytesView directory, BytesView name)
{
    if (!isTreeName(name) || directory.size() > static_cast<std::size_t>(kLongestFilePath))
        return false;
    while (!directory.empty()) {
        const std::size_t slash = std::min(directory.find('/'), directory.size());
        if (!isTreeName(directory.substr(0, slash)) || slash + 1 == directory.size())
            return false;
        directory.remove_prefix(std::min(slash + 1, directory.size()));
    }
    return true;
}

} // namespace

Message encode(std::uint32_t run, const Open& value)
{
    return encodeAs(MessageType::FileOpen, run, value);
}

Message encode(std::uint32_t run, const Ready& value)
{
    return encodeAs(MessageType::FileReady, run, value);
}

Message encode(std::uint32_t run, const Key& value)
{
    return encodeAs(MessageType::FileKey, run, value);
}

Message encode(std::uint32_t run, const Offer& value)
{
    return encodeAs(MessageType::FileOffer, run, value);
}

Message encode(std::uint32_t run, const Need& value)
{
    return encodeAs(MessageType::FileNeed, run, value);
}

Message encode(std::uint32_t run, const std::vector<Result>& values)
{
    Message message{MessageType::FileResult, run, {}};
    Writer writer(message.payload);
    for (const Result& value : values)
        members(writer, value);
    return message;
}

Message encode(std::uint32_t run, const End& value)
{
    return encodeAs(MessageType::FileEnd, run, value);
}

Message encode(std::uint32_t run, const Ended& value)
{
    return encodeAs(MessageType::FileEnded, run, value);
}

Message encode(std::uint32_t question, const Ask& value)
{
    return encodeAs(MessageType::FileAsk, question, value);
}

Message encode(std::uint32_t question, const Answer& value)
{
    Message message = encodeAs(MessageType::FileAnswer, question, value);
    Writer writer(message.payload);
    for (const AnswerItem& item : value.items)
        members(writer, item);
    return message;
}

Message encode(std::uint32_t run, const FetchedAsk& value)
{
    Message message = encodeAs(MessageType::FileFetchedAsk, run, value);
    Writer writer(message.payload);
    for (const FetchedAsk::Item& item : value.items)
        members(writer, item);
    return message;
}

Message encode(std::uint32_t run, const Fetched& value)
{
    Message message{MessageType::FileFetched, run, {}};
    for (const bool isFetched : value.fetched)
        message.payload.push_back(isFetched ? '\1' : '\0');
    return message;
}

Message encodeTaken(std::uint32_t run, std::uint64_t bytes)
{
    Message message{MessageType::FileTaken, run, {}};
    ByteWriter(message.payload).fixed(bytes);
    return message;
}

busheng::Result<Open> decodeOpen(BytesView payload)
{
    ENGINE_TRY_AS(Open value, decodeAs<Open>("open", payload));
    if (!isValidTreeDirectory(value.targetDirectory))
        return fail(ErrorCode::Protocol, QStringLiteral("a directory that leads out of the tree"));
    return value;
}

busheng::Result<Ready> decodeReady(BytesView payload)
{
    return decodeAs<Ready>("ready", payload);
}

busheng::Result<Key> decodeKey(BytesView payload)
{
    return decodeAs<Key>("key", payload);
}

busheng::Result<Offer> decodeOffer(BytesView payload)
{
    ENGINE_TRY_AS(Offer value, decodeAs<Offer>("offer", payload));
    const bool areDigests =
        isDigestOrNone(value.digest) && isDigestOrNone(value.basis) && isDigestOrNone(value.original);
    if (!areDigests || value.encoding.size() > kLongestEncoding ||
        value.version.size > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
        return notWhole("offer");
    if (!isTreePath(value.directory, value.name))
        return fail(ErrorCode::Protocol, QStringLiteral("a name that leads out of the tree"));
    return value;
}

busheng::Result<Need> decodeNeed(BytesView payload)
{
    return decodeAs<Need>("need", payload);
}

busheng::Result<std::vector<Result>> decodeResults(BytesView payload)
{
    std::vector<Result> values;
    Reader reader(payload);
    while (!reader.bytes().failed() && !reader.bytes().atEnd())
        members(reader, values.emplace_back());
    if (!reader.isWhole())
        return notWhole("results");
    return values;
}

busheng::Result<End> decodeEnd(BytesView payload)
{
    return decodeAs<End>("end", payload);
}

busheng::Result<Ended> decodeEnded(BytesView payload)
{
    return decodeAs<Ended>("ended", payload);
}

busheng::Result<Ask> decodeAsk(BytesView payload)
{
    return decodeAs<Ask>("ask", payload);
}

busheng::Result<Answer> decodeAnswer(BytesView payload)
{
    Answer value;
    Reader reader(payload);
    members(reader, value);
    while (!reader.bytes().failed() && !reader.bytes().atEnd())
        members(reader, value.items.emplace_back());
    if (!reader.isWhole())
        return notWhole("answer");
    return value;
}

busheng::Result<FetchedAsk> decodeFetchedAsk(BytesView payload)
{
    FetchedAsk value;
    Reader reader(payload);
    members(reader, value);
    while (!reader.bytes().failed() && !reader.bytes().atEnd() && value.items.size() < kMostFetchedAsked)
        members(reader, value.items.emplace_back());
    if (!reader.isWhole())
        return notWhole("fetched?");
    return value;
}

busheng::Result<Fetched> decodeFetched(BytesView payload)
{
    Fetched value;
    for (const char byte : payload) {
        if (byte != '\0' && byte != '\1')
            return notWhole("fetched");
        value.fetched.push_back(byte == '\1');
    }
    return value;
}

busheng::Result<std::uint64_t> decodeTaken(BytesView payload)
{
    ByteReader reader(payload);
    const auto bytes = reader.fixed<std::uint64_t>();
    if (reader.failed() || !reader.atEnd())
        return notWhole("taken");
    return bytes;
}

void appendBundleItem(Bytes& bundle, const BundleItem& item)
{
    ByteWriter writer(bundle);
    writer.fixed<std::uint8_t>(item.isDirectory ? 1 : 0);
    writer.varint(item.number);
    writer.sized(item.directory);
    writer.sized(item.name);
    if (item.isDirectory)
        return;
    writer.zigzag(item.modifiedNs);
    writer.raw(view(item.digest));
    writer.sized(item.content);
    writer.sized(view(item.encoding.toUtf8()));
    writer.sized(item.original);
}

busheng::Result<std::vector<BundleItem>> decodeBundle(BytesView bundle)
{
    std::vector<BundleItem> items;
    ByteReader reader(bundle);
    while (!reader.failed() && !reader.atEnd()) {
        BundleItem& item = items.emplace_back();
        const auto kind = reader.fixed<std::uint8_t>();
        if (kind > 1)
            reader.fail();
        item.isDirectory = kind == 1;
        item.number = reader.varint();
        item.directory = Bytes(reader.sized());
        item.name = Bytes(reader.sized());
        if (!item.isDirectory) {
            item.modifiedNs = reader.zigzag();
            std::ranges::copy(reader.raw(item.digest.size()), item.digest.begin());
            item.content = reader.sized();
            const BytesView encoding = reader.sized();
            item.encoding = QString::fromUtf8(encoding.data(), static_cast<qsizetype>(encoding.size()));
            item.original = Bytes(reader.sized());
            if (item.encoding.size() > kLongestEncoding || !isDigestOrNone(item.original))
                reader.fail();
        }
        if (!reader.failed() && !isTreePath(item.directory, item.name))
            return fail(ErrorCode::Protocol, QStringLiteral("a name that leads out of the tree"));
    }
    if (reader.failed())
        return notWhole("bundle");
    return items;
}

Bytes receiptText(const RunKey& key, const QString& receiver, std::uint64_t files, const Digest& ofResults)
{
    Bytes text = "busheng file receipt v1\n";
    Writer writer(text);
    writer(key);
    writer(receiver);
    writer(files);
    writer(ofResults);
    return text;
}

} // namespace busheng::filemsg
