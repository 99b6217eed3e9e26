// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/device_suite.h"

#include "engine/base/file_access.h"
#include "engine/crypto/plugin/busheng_crypto_v1.h"
#include "engine/crypto/self_test.h"
#include "engine/crypto/sm2_ciphertext.h"
#include "engine/crypto/sm2_identity_key.h"
#include "engine/crypto/sm4_gcm.h"
#include "engine/crypto/wipe.h"
#include "engine/model/events.h"

#include <QDir>
#include <QLibrary>

#include <array>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace busheng {
namespace {

constexpr std::size_t kNumberBytes = 32;

const std::uint8_t* bytesOf(BytesView bytes)
{
    return reinterpret_cast<const std::uint8_t*>(bytes.data());
}

std::uint8_t* roomIn(std::span<char> bytes)
{
    return reinterpret_cast<std::uint8_t*>(bytes.data());
}

/// The open device; as long as anything of it is in use.
struct Device {
    QString library;
    const busheng_crypto_v1* table = nullptr;
    void* handle = nullptr;

    Device() = default;
    Device(const Device&) = delete;
    Device& operator=(const Device&) = delete;
    ~Device()
    {
        if (handle != nullptr)
            table->close(handle);
    }
    Failure failure(const char* call, int code) const
    {
        return deviceFailure(library, QStringLiteral("%1 failed with code %2").arg(QLatin1String(call)).arg(code));
    }
};

using DevicePtr = std::shared_ptr<const Device>;

class DeviceAead final : public Aead {
public:
    static Result<std::unique_ptr<Aead>> create(DevicePtr device, BytesView key)
    {
        if (key.size() != kSm4KeyBytes)
            return fail(ErrorCode::Crypto, QStringLiteral("an SM4 key has 16 bytes, not %1").arg(key.size()));
        void* handle = nullptr;
        const int code = device->table->aead_key(device->handle, bytesOf(key), &handle);
        if (code != BUSHENG_CRYPTO_OK || handle == nullptr)
            return device->failure("aead_key", code);
        return std::unique_ptr<Aead>(new DeviceAead(std::move(device), handle));
    }
    ~DeviceAead() override { m_device->table->aead_free(m_key); }
    DeviceAead(const DeviceAead&) = delete;
    DeviceAead& operator=(const DeviceAead&) = delete;

    Result<> seal(const Nonce& nonce, BytesView associated, BytesView plain, Bytes& out) override
    {
        const std::size_t before = out.size();
        out.resize(before + plain.size() + kGcmTagBytes);
        const std::span<char> sealed = std::span(out).subspan(before);
        const int code = m_device->table->aead_seal(m_key, bytesOf(view(nonce)), bytesOf(associated), associated.size(),
                                                    bytesOf(plain), plain.size(), roomIn(sealed));
        return settle(code, "aead_seal", before, out);
    }
    Result<> open(const Nonce& nonce, BytesView associated, BytesView sealed, Bytes& out) override
    {
        if (sealed.size() < kGcmTagBytes)
            return fail(ErrorCode::Crypto, QStringLiteral("%1 bytes are too short to hold a tag").arg(sealed.size()));
        const std::size_t before = out.size();
        out.resize(before + sealed.size() - kGcmTagBytes);
        const std::span<char> plain = std::span(out).subspan(before);
        const int code = m_device->table->aead_open(m_key, bytesOf(view(nonce)), bytesOf(associated), associated.size(),
                                                    bytesOf(sealed), sealed.size(), roomIn(plain));
        return settle(code, "aead_open", before, out);
    }

private:
    DeviceAead(DevicePtr device, void* key) : m_device(std::move(device)), m_key(key) {}

    Result<> settle(int code, const char* call, std::size_t before, Bytes& out) const
    {
        if (code == BUSHENG_CRYPTO_OK)
            return {};
        wipe(std::span(out).subspan(before));
        out.resize(before);
        if (code == BUSHENG_CRYPTO_REFUSED)
            return fail(ErrorCode::Crypto, QStringLiteral("the seal is broken"));
        return m_device->failure(call, code);
    }

    DevicePtr m_device;
    void* m_key;
};

/// INTEGER of a big-endian number.
Bytes derInteger(BytesView number)
{
    while (number.size() > 1 && number.front() == '\0')
        number.remove_prefix(1);
    Bytes content(number);
    if ((static_cast<unsigned char>(content.front()) & 0x80U) != 0)
        content.insert(content.begin(), '\0');
    return Bytes{'\x02', static_cast<char>(content.size())} + content;
}

/// The device's SM2 key: its public half works here, its private half never leaves.
class DeviceIdentity final : public IdentityKey {
public:
    static Result<IdentityKeyPtr> create(DevicePtr device)
    {
        // SubjectPublicKeyInfo of an uncompressed point on the SM2 curve, up to the point.
        constexpr std::array<unsigned char, 27> kPrefix{0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48,
                                                        0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x81, 0x1c,
                                                        0xcf, 0x55, 0x01, 0x82, 0x2d, 0x03, 0x42, 0x00, 0x04};
        Bytes der(kPrefix.begin(), kPrefix.end());
        der.resize(kPrefix.size() + 2 * kNumberBytes);
        const int code = device->table->public_key(device->handle, roomIn(std::span(der).subspan(kPrefix.size())));
        if (code != BUSHENG_CRYPTO_OK)
            return device->failure("public_key", code);
        const QByteArray pem =
            "-----BEGIN PUBLIC KEY-----\n" + toQByteArray(der).toBase64() + "\n-----END PUBLIC KEY-----\n";
        auto known = Sm2Key::fromPublicPem(view(pem));
        if (!known)
            return deviceFailure(device->library, QStringLiteral("its public key is no point of the SM2 curve"));
        return std::make_shared<DeviceIdentity>(std::move(device), std::move(*known));
    }
    DeviceIdentity(DevicePtr device, Sm2Key known) : m_device(std::move(device)), m_public(std::move(known)) {}

    Result<Bytes> publicPem() const override { return m_public.publicPem(); }
    Result<Bytes> privatePem() const override
    {
        return fail(ErrorCode::Crypto, QStringLiteral("the private key does not leave the device"));
    }
    Result<Bytes> sign(BytesView message) const override
    {
        const QByteArray id = kSm2DefaultId.toUtf8();
        Bytes raw(2 * kNumberBytes, '\0');
        const int code = m_device->table->sign(m_device->handle, bytesOf(view(id)), static_cast<std::size_t>(id.size()),
                                               bytesOf(message), message.size(), roomIn(raw));
        if (code != BUSHENG_CRYPTO_OK)
            return m_device->failure("sign", code);
        const Bytes numbers =
            derInteger(BytesView(raw).substr(0, kNumberBytes)) + derInteger(BytesView(raw).substr(kNumberBytes));
        const Bytes signature = Bytes{'\x30', static_cast<char>(numbers.size())} + numbers;
        // A signature goes into the ledger for good: what the device makes of it is looked at first.
        if (!m_public.verify(message, signature))
            return deviceFailure(m_device->library, QStringLiteral("it made a signature that is not right"));
        return signature;
    }
    Result<> verify(BytesView message, BytesView signature) const override
    {
        return m_public.verify(message, signature);
    }
    Result<Bytes> wrap(BytesView secret) const override { return m_public.wrap(secret); }
    Result<Bytes> unwrap(BytesView wrapped) const override
    {
        if (!isSm2Ciphertext(wrapped))
            return fail(ErrorCode::Crypto,
                        QStringLiteral("%1 bytes are not one SM2 ciphertext in DER").arg(wrapped.size()));
        SecretBytes secret(wrapped.size()); // what was wrapped is shorter
        std::size_t size = secret.bytes.size();
        const int code =
            m_device->table->unwrap(m_device->handle, bytesOf(wrapped), wrapped.size(), roomIn(secret.bytes), &size);
        if (code == BUSHENG_CRYPTO_REFUSED)
            return fail(ErrorCode::Crypto, QStringLiteral("unwrapping with SM2"));
        if (code != BUSHENG_CRYPTO_OK || size == 0 || size > secret.bytes.size())
            return m_device->failure("unwrap", code);
        return Bytes(BytesView(secret.bytes).substr(0, size));
    }

private:
    DevicePtr m_device;
    Sm2Key m_public;
};

class DeviceCipherSuite final : public CipherSuite {
public:
    DeviceCipherSuite(DevicePtr device, const CipherSuite& software) : m_device(std::move(device)), m_software(software)
    {
    }
    SuiteId id() const override { return SuiteId::Sm; }
    QString name() const override { return m_software.name(); }
    QString cipherName() const override { return m_software.cipherName(); }
    std::size_t keyBytes() const override { return kSm4KeyBytes; }
    Result<std::unique_ptr<Aead>> makeAead(BytesView key) const override { return DeviceAead::create(m_device, key); }
    Result<> derive(BytesView secret, BytesView salt, BytesView info, std::span<char> out) const override
    {
        return m_software.derive(secret, salt, info, out);
    }
    Digest digest(BytesView bytes) const override { return m_software.digest(bytes); }
    Result<IdentityKeyPtr> makeIdentity() const override { return DeviceIdentity::create(m_device); }
    Result<IdentityKeyPtr> identityFromPrivatePem(BytesView) const override { return DeviceIdentity::create(m_device); }
    Result<IdentityKeyPtr> identityFromPublicPem(BytesView pem) const override
    {
        return m_software.identityFromPublicPem(pem);
    }
    QString identityFile() const override { return {}; }

private:
    DevicePtr m_device;
    const CipherSuite& m_software;
};

Result<DevicePtr> openDevice(const QString& library, const QString& settings)
{
    QLibrary file(library); // it stays loaded when this is gone
    file.setLoadHints(QLibrary::ResolveAllSymbolsHint | QLibrary::PreventUnloadHint);
    if (!file.load())
        return deviceFailure(library, file.errorString());
    const auto entry = reinterpret_cast<busheng_crypto_v1_entry_function>(file.resolve(BUSHENG_CRYPTO_ENTRY));
    const busheng_crypto_v1* const table = entry == nullptr ? nullptr : entry();
    if (table == nullptr || table->abi != BUSHENG_CRYPTO_ABI || table->size < sizeof(busheng_crypto_v1))
        return deviceFailure(library, QStringLiteral("it does not speak this version of the interface"));
    constexpr std::uint64_t kNeeded = BUSHENG_CRYPTO_CAN_AEAD | BUSHENG_CRYPTO_CAN_IDENTITY;
    if ((table->capabilities & kNeeded) != kNeeded || table->open == nullptr || table->close == nullptr ||
        table->self_test == nullptr || table->aead_key == nullptr || table->aead_seal == nullptr ||
        table->aead_open == nullptr || table->aead_free == nullptr || table->public_key == nullptr ||
        table->sign == nullptr || table->unwrap == nullptr)
        return deviceFailure(library, QStringLiteral("it cannot do all that is needed"));
    auto device = std::make_shared<Device>();
    device->library = library;
    device->table = table;
    const QByteArray text = settings.toUtf8();
    if (const int code = table->open(text.constData(), &device->handle);
        code != BUSHENG_CRYPTO_OK || device->handle == nullptr)
        return device->failure("open", code);
    if (const int code = table->self_test(device->handle); code != BUSHENG_CRYPTO_OK)
        return device->failure("self_test", code);
    return DevicePtr(device);
}

QString text(const char* utf8)
{
    return utf8 == nullptr ? QString() : QString::fromUtf8(utf8).left(100);
}

Result<DeviceSuite> loadAndTest(const QString& library, const QString& settings, const CipherSuite& software)
{
    ENGINE_TRY_AS(const DevicePtr device, openDevice(library, settings));
    auto suite = std::make_unique<DeviceCipherSuite>(device, software);
    if (auto tested = suiteSelfTest(*suite, software); !tested)
        return deviceFailure(library, tested.error().detail);
    return DeviceSuite{std::move(suite),
                       {library,
                        text(device->table->name),
                        text(device->table->version),
                        {QStringLiteral("SM4-GCM"), QStringLiteral("SM2")}}};
}

} // namespace

Failure deviceFailure(const QString& library, const QString& why)
{
    return fail(makeEvent(ErrorCode::Crypto, events::CRY_DEVICE, {library, why},
                          QStringLiteral("the cipher device %1: %2").arg(library, why)));
}

/// Whoever may change the library is this node.
Result<> checkThirdPartyLibrary(const QString& key, const QString& library)
{
    QString why;
    if (!QDir::isAbsolutePath(library))
        why = QStringLiteral("not an absolute path");
    else if (!isPlainFile(library))
        why = QStringLiteral("not a plain file");
    else if (isChangeableByOthers(library))
        why = QStringLiteral("other users may change it");
    if (why.isEmpty())
        return {};
    return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_PATH, {key, library, why},
                          QStringLiteral("%1: %2").arg(library, why)));
}

Result<DeviceSuite> loadWithin(std::chrono::milliseconds patience, const QString& library,
                               std::function<Result<DeviceSuite>()> load)
{
    /// Outlives whoever is gone first.
    struct Answer {
        std::mutex mutex;
        std::condition_variable arrived;
        std::optional<Result<DeviceSuite>> loaded;
    };
    const auto answer = std::make_shared<Answer>();
    std::thread([answer, load = std::move(load)] {
        auto loaded = load();
        const std::lock_guard lock(answer->mutex);
        answer->loaded.emplace(std::move(loaded));
        answer->arrived.notify_all();
    }).detach();
    std::unique_lock lock(answer->mutex);
    if (!answer->arrived.wait_for(lock, patience, [&answer] { return answer->loaded.has_value(); }))
        return deviceFailure(library, QStringLiteral("it did not pass its tests within %1 s")
                                          .arg(std::chrono::duration_cast<std::chrono::seconds>(patience).count()));
    return std::move(*answer->loaded);
}

Result<DeviceSuite> loadDeviceSuite(const QString& library, const QString& settings, std::chrono::milliseconds patience)
{
    ENGINE_TRY(checkThirdPartyLibrary(QStringLiteral("crypto.device"), library));
    return loadWithin(patience, library,
                      [library, settings, software = &smSuite()] { return loadAndTest(library, settings, *software); });
}

} // namespace busheng
