// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/revocation_lists.h"

#include "engine/base/file_system.h"
#include "engine/model/events.h"
#include "engine/net/peer_certificate.h"
#include "engine/net/tls_failure.h"

#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/pem.h>

#include <algorithm>

namespace busheng {
namespace {

constexpr qint64 kLargestList = 16 << 20; ///< some 400,000 revoked certificates
constexpr int kMostFiles = 64;

Failure badFile(const QString& path, const QString& why)
{
    Error error = makeEvent(ErrorCode::Config, events::CRL_INVALID, {path, why}, path + QStringLiteral(": ") + why);
    error.native = takeOpensslErrors();
    return fail(std::move(error));
}

/// Anybody can make two lists with the same MD5 or SHA-1.
bool hasSoundDigest(const X509_CRL* list)
{
    int digest = NID_undef;
    int key = NID_undef;
    if (OBJ_find_sigid_algs(X509_CRL_get_signature_nid(list), &digest, &key) != 1)
        return false;
    return digest != NID_md5 && digest != NID_sha1;
}

Result<> take(CrlHandle list, const QString& path, std::vector<CrlHandle>& out)
{
    if (X509_CRL_get0_nextUpdate(list.get()) == nullptr)
        return badFile(path, QStringLiteral("it does not say when the next list comes"));
    if (!hasSoundDigest(list.get()))
        return badFile(path, QStringLiteral("it is signed with a broken or unknown digest"));
    out.push_back(std::move(list));
    return {};
}

Result<> readList(const QString& path, std::vector<CrlHandle>& out)
{
    ENGINE_TRY_AS(const Bytes content, readFile(systemFileSystem(), path, kLargestList));
    const BioHandle in(BIO_new_mem_buf(content.data(), static_cast<int>(content.size())));
    const std::size_t before = out.size();
    while (CrlHandle list{PEM_read_bio_X509_CRL(in.get(), nullptr, nullptr, nullptr)})
        ENGINE_TRY(take(std::move(list), path, out));
    ERR_clear_error(); // the end of the file counts as an error in that loop
    if (out.size() > before)
        return {};
    const auto* at = reinterpret_cast<const unsigned char*>(content.data());
    const unsigned char* const end = at + content.size();
    CrlHandle list(d2i_X509_CRL(nullptr, &at, static_cast<long>(content.size())));
    if (!list || at != end)
        return badFile(path, QStringLiteral("holds no revocation list in PEM or DER form"));
    return take(std::move(list), path, out);
}

} // namespace

Result<> checkRevocationList(const QString& path)
{
    ERR_clear_error();
    std::vector<CrlHandle> lists;
    return readList(path, lists);
}

Result<RevocationLists> RevocationLists::read(const QString& folder)
{
    ERR_clear_error();
    RevocationLists read;
    const auto names = systemFileSystem().list(folder);
    if (!names)
        return read;
    int files = 0;
    for (const QString& name : *names) {
        if (!name.endsWith(QStringLiteral(".crl")))
            continue;
        const QString path = folder + u'/' + name;
        if (++files > kMostFiles)
            return badFile(path, QStringLiteral("there are more than %1 lists in its folder").arg(kMostFiles));
        ENGINE_TRY(readList(path, read.m_lists));
    }
    return read;
}

const X509_CRL* RevocationLists::newestOf(const X509_NAME* issuer) const
{
    const X509_CRL* newest = nullptr;
    for (const CrlHandle& list : m_lists) {
        if (X509_NAME_cmp(X509_CRL_get_issuer(list.get()), issuer) != 0)
            continue;
        if (newest == nullptr ||
            ASN1_TIME_compare(X509_CRL_get0_lastUpdate(list.get()), X509_CRL_get0_lastUpdate(newest)) > 0)
            newest = list.get();
    }
    return newest;
}

Result<> RevocationLists::checkFollows(const RevocationLists& before) const
{
    for (const CrlHandle& list : before.m_lists) {
        const X509_NAME* const issuer = X509_CRL_get_issuer(list.get());
        const X509_CRL* const newest = newestOf(issuer);
        if (newest == nullptr)
            return fail(makeEvent(ErrorCode::Config, events::CRL_MISSING, {issuerOf(list.get())},
                                  QStringLiteral("the list of %1 is gone").arg(issuerOf(list.get()))));
        if (ASN1_TIME_compare(X509_CRL_get0_lastUpdate(newest), X509_CRL_get0_lastUpdate(before.newestOf(issuer))) < 0)
            return fail(makeEvent(ErrorCode::Config, events::CRL_INVALID,
                                  {issuerOf(list.get()), QStringLiteral("it is older than the one in use")},
                                  QStringLiteral("an older list of %1").arg(issuerOf(list.get()))));
    }
    return {};
}

bool isCurrent(const X509_CRL* list, qint64 utcMs, qint64 graceMs)
{
    time_t latest = static_cast<time_t>((utcMs - graceMs) / 1000);
    return X509_cmp_time(X509_CRL_get0_nextUpdate(list), &latest) > 0;
}

QString issuerOf(const X509_CRL* list)
{
    return nameText(X509_CRL_get_issuer(list));
}

} // namespace busheng
