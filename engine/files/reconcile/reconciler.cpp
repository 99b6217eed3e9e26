// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/reconcile/reconciler.h"

namespace busheng {
namespace {

/// Walks one listing, and sees to its order.
class Cursor {
public:
    Cursor(FileListing& listing, QString side) : m_listing(listing), m_side(std::move(side)) {}

    /// To the next row.
    Result<> advance()
    {
        const std::optional<FileListingRow> before = std::exchange(m_row, std::nullopt);
        if (m_next == m_page.size()) {
            ENGINE_TRY_AS(m_page, m_listing.nextPage());
            m_next = 0;
        }
        if (m_page.empty())
            return {};
        m_row = std::move(m_page[m_next++]);
        if (before && orderOf(*before, *m_row) >= 0)
            return fail(ErrorCode::Corrupt, QStringLiteral("the %1's listing is not in order at %2")
                                                .arg(m_side, QString::fromUtf8(toQByteArray(m_row->name))));
        return {};
    }
    const std::optional<FileListingRow>& row() const { return m_row; }

private:
    FileListing& m_listing;
    const QString m_side;
    std::vector<FileListingRow> m_page;
    std::size_t m_next = 0;
    std::optional<FileListingRow> m_row;
};

bool isAtReceiver(const FileListingRow& row)
{
    return row.state == u"arrived" || row.state == u"repeated";
}

void count(ReconciliationSummary& summary, const FileComparison& detail)
{
    if (detail.sender) {
        summary.sender.add(detail.sender->bytes);
        summary.senderStates[detail.sender->state].add(detail.sender->bytes);
    }
    if (detail.receiver) {
        summary.receiver.add(detail.receiver->bytes);
        summary.receiverStates[detail.receiver->state].add(detail.receiver->bytes);
    }
    summary.verdicts[detail.verdict].add(detail.any().bytes);
}

} // namespace

FileVerdict verdictOf(const FileComparison& detail, const ReconcileRules& rules)
{
    const bool isThere = detail.receiver && isAtReceiver(*detail.receiver);
    if (!detail.sender)
        return isThere ? FileVerdict::Extra : FileVerdict::Open;
    const FileListingRow& sent = *detail.sender;
    if (!isThere)
        return isAtReceiver(sent) ? FileVerdict::Missing : FileVerdict::Open;
    const FileListingRow& got = *detail.receiver;
    if (sent.bytes != got.bytes || sent.digest != got.digest)
        return FileVerdict::Different;
    if (!isAtReceiver(sent))
        return FileVerdict::Unacknowledged;
    const bool isTimed = rules.lateAfterMs > 0 && sent.firstUtcMs > 0 && got.lastUtcMs > 0;
    return isTimed && got.lastUtcMs - sent.firstUtcMs > rules.lateAfterMs ? FileVerdict::Late : FileVerdict::Equal;
}

Result<ReconciliationSummary> reconcile(FileListing& sender, FileListing& receiver, const ReconcileRules& rules,
                                        const std::function<Result<>(const FileComparison&)>& onDetail)
{
    ReconciliationSummary summary;
    Cursor sent(sender, QStringLiteral("sender"));
    Cursor got(receiver, QStringLiteral("receiver"));
    ENGINE_TRY(sent.advance());
    ENGINE_TRY(got.advance());
    while (sent.row() || got.row()) {
        FileComparison detail;
        const auto order = !sent.row()  ? std::strong_ordering::greater
                           : !got.row() ? std::strong_ordering::less
                                        : orderOf(*sent.row(), *got.row());
        if (order <= 0)
            detail.sender = sent.row();
        if (order >= 0)
            detail.receiver = got.row();
        detail.verdict = verdictOf(detail, rules);
        count(summary, detail);
        ENGINE_TRY(onDetail(detail));
        if (order <= 0)
            ENGINE_TRY(sent.advance());
        if (order >= 0)
            ENGINE_TRY(got.advance());
    }
    return summary;
}

} // namespace busheng
