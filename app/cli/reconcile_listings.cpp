// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/reconcile_listings.h"

#include "engine/files/reconcile/listing_file.h"
#include "engine/files/reconcile/reconciler.h"
#include "engine/model/events.h"

#include <QFile>

namespace busheng::cli {
namespace {

constexpr qint64 kMsPerMinute = 60'000;

Result<> openListing(QFile& file)
{
    if (file.open(QIODevice::ReadOnly))
        return {};
    return fail(makeEvent(ErrorCode::Config, events::CFG_UNREADABLE, {file.fileName(), file.errorString()},
                          file.errorString()));
}

/// A listing file that names itself when it is damaged.
class NamedListing final : public FileListing {
public:
    explicit NamedListing(QFile& file) : m_file(file), m_listing(file) {}
    Result<std::vector<FileListingRow>> nextPage() override
    {
        auto page = m_listing.nextPage();
        if (page)
            return page;
        return fail(makeEvent(
            ErrorCode::Corrupt, events::CFG_SYNTAX,
            {m_file.fileName(), QString::number(m_listing.line()), QStringLiteral("it is no line of a listing")},
            page.error().detail));
    }

private:
    QFile& m_file;
    ListingFile m_listing;
};

} // namespace

Result<ReconciliationSummary> reconcileListings(const QString& senderFile, const QString& receiverFile,
                                                qint64 lateAfterMinutes,
                                                const std::function<Result<>(const FileComparison&)>& onDetail)
{
    QFile sender(senderFile);
    QFile receiver(receiverFile);
    ENGINE_TRY(openListing(sender));
    ENGINE_TRY(openListing(receiver));
    NamedListing sent(sender);
    NamedListing got(receiver);
    return reconcile(sent, got, {lateAfterMinutes * kMsPerMinute}, onDetail);
}

} // namespace busheng::cli
