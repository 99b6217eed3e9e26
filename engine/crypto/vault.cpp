// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/vault.h"

#include "engine/base/byte_reader.h"
#include "engine/base/byte_writer.h"
#include "engine/base/log.h"
#include "engine/base/process.h"
#include "engine/crypto/passphrase_key.h"
#include "engine/crypto/secret_file.h"
#include "engine/crypto/sm4_gcm.h"
#include "engine/model/events.h"

#include <algorithm>
#include <array>

namespace busheng {
namespace {

constexpr BytesView kMagic = "BSVT";
constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kHeaderBytes = 4 + 1 + 4 + kSaltBytes; // what the seal also covers; the nonce stands behind it
constexpr std::size_t kLargestSecret = 16 << 10;
constexpr std::size_t kMostSecrets = 1000;

Failure unopened(const QString& path)
{
    const QString why = QStringLiteral("the passphrase is wrong, or the file was changed");
    return fail(makeEvent(ErrorCode::Crypto, events::CFG_BAD_SECRET, {path, why},
                          QStringLiteral("the vault %1 does not open").arg(path)));
}

} // namespace

/// A secret on pages that are not swapped out.
struct Vault::Locked {
    explicit Locked(BytesView secret) : kept(Bytes(secret))
    {
        if (!lockMemory(kept.bytes.data(), kept.bytes.size()))
            qCWarning(logCrypto) << "memory for a secret cannot be locked (RLIMIT_MEMLOCK): it may be swapped to disk";
    }
    Locked(const Locked&) = delete;
    Locked& operator=(const Locked&) = delete;
    ~Locked()
    {
        wipe(kept.bytes);
        unlockMemory(kept.bytes.data(), kept.bytes.size());
    }
    SecretBytes kept;
};

Vault::Vault(FileSystem& fileSystem, RandomSource& random, QString path)
    : m_fileSystem(fileSystem), m_random(random), m_path(std::move(path)), m_salt(kSaltBytes, '\0'), m_key(kSm4KeyBytes)
{
}

Vault::~Vault() = default;

Result<std::unique_ptr<Vault>> Vault::open(FileSystem& fileSystem, RandomSource& random, const QString& path,
                                           BytesView passphrase, std::uint32_t iterations)
{
    if (passphrase.empty())
        return unopened(path);
    std::unique_ptr<Vault> vault(new Vault(fileSystem, random, path));
    ENGINE_TRY_AS(const bool there, fileSystem.exists(path));
    if (there) {
        ENGINE_TRY_AS(const Bytes file, readSecretFile(fileSystem, path));
        ENGINE_TRY(vault->read(file, passphrase));
        return vault;
    }
    vault->m_iterations = iterations;
    ENGINE_TRY(random.fill(vault->m_salt));
    ENGINE_TRY(vault->deriveKey(passphrase));
    ENGINE_TRY(vault->write());
    return vault;
}

Result<> Vault::deriveKey(BytesView passphrase)
{
    return deriveFromPassphrase(passphrase, m_salt, m_iterations, m_key.bytes);
}

Bytes Vault::header() const
{
    Bytes bytes;
    ByteWriter out(bytes);
    out.raw(kMagic);
    out.fixed(kVersion);
    out.fixed(m_iterations);
    out.raw(m_salt);
    return bytes;
}

Result<> Vault::read(BytesView file, BytesView passphrase)
{
    Nonce nonce{};
    if (file.size() < kHeaderBytes + nonce.size() + kGcmTagBytes || file.substr(0, kMagic.size()) != kMagic)
        return unopened(m_path);
    ByteReader in(file.substr(kMagic.size()));
    const auto version = in.fixed<std::uint8_t>();
    m_iterations = in.fixed<std::uint32_t>();
    m_salt = Bytes(in.raw(kSaltBytes));
    std::ranges::copy(in.raw(nonce.size()), nonce.begin());
    if (version != kVersion || !isIterationCount(m_iterations))
        return unopened(m_path);
    ENGINE_TRY(deriveKey(passphrase));
    ENGINE_TRY_AS(const auto cipher, Sm4Gcm::create(m_key.bytes));
    SecretBytes plain;
    const BytesView sealed = file.substr(kHeaderBytes + nonce.size());
    plain.bytes.reserve(sealed.size());
    if (!cipher->open(nonce, header(), sealed, plain.bytes))
        return unopened(m_path);
    ByteReader entries(plain.bytes);
    const std::uint64_t count = entries.varint();
    for (std::uint64_t i = 0; i < count && !entries.failed(); ++i) {
        const BytesView name = entries.sized();
        const BytesView secret = entries.sized();
        m_secrets[QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()))] =
            std::make_unique<Locked>(secret);
    }
    if (entries.failed() || !entries.atEnd())
        return unopened(m_path);
    return {};
}

Result<> Vault::write()
{
    std::size_t size = 16;
    for (const auto& [name, secret] : m_secrets)
        size += static_cast<std::size_t>(name.size()) * 3 + secret->kept.bytes.size() + 20;
    SecretBytes plain;
    plain.bytes.reserve(size); // no copies are left behind
    ByteWriter out(plain.bytes);
    out.varint(m_secrets.size());
    for (const auto& [name, secret] : m_secrets) {
        out.sized(view(name.toUtf8()));
        out.sized(secret->kept.bytes);
    }
    Nonce nonce{};
    ENGINE_TRY(m_random.fill(nonce)); // few files are ever sealed with one key: a random nonce does not meet another
    ENGINE_TRY_AS(const auto cipher, Sm4Gcm::create(m_key.bytes));
    Bytes file = header();
    file.append(view(nonce));
    ENGINE_TRY(cipher->seal(nonce, header(), plain.bytes, file));
    return writeSecretFile(m_fileSystem, m_path, file);
}

std::optional<Bytes> Vault::get(const QString& name) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_secrets.find(name);
    return found == m_secrets.end() ? std::nullopt : std::optional<Bytes>(found->second->kept.bytes);
}

Result<> Vault::set(const QString& name, BytesView secret)
{
    const std::lock_guard lock(m_mutex);
    if (name.isEmpty() || secret.empty() || secret.size() > kLargestSecret || m_secrets.size() >= kMostSecrets)
        return fail(
            makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                      {QStringLiteral("secret"), name.left(100), QString(),
                       QStringLiteral("1 to %1 bytes, at most %2 secrets").arg(kLargestSecret).arg(kMostSecrets)},
                      QStringLiteral("a secret of %1 bytes").arg(secret.size())));
    std::unique_ptr<Locked>& place = m_secrets[name];
    std::unique_ptr<Locked> before = std::exchange(place, std::make_unique<Locked>(secret));
    auto written = write();
    if (!written) {
        if (before)
            place = std::move(before);
        else
            m_secrets.erase(name);
    }
    return written;
}

Result<> Vault::remove(const QString& name)
{
    const std::lock_guard lock(m_mutex);
    auto taken = m_secrets.extract(name);
    if (taken.empty())
        return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("secret"), name},
                              QStringLiteral("no secret '%1'").arg(name)));
    auto written = write();
    if (!written)
        m_secrets.insert(std::move(taken));
    return written;
}

QStringList Vault::names() const
{
    const std::lock_guard lock(m_mutex);
    QStringList all;
    for (const auto& [name, secret] : m_secrets)
        all.append(name);
    return all;
}

} // namespace busheng
