// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

/// Every batch size, in-flight limit and delay of the host, in one place.
namespace busheng::tuning {

using std::chrono::milliseconds;

// Capture
inline constexpr milliseconds kCaptureWait{200};     ///< longest wait for a change before the mailbox is looked at
inline constexpr milliseconds kHeartbeatEvery{1000}; ///< a heartbeat goes into a source that has been quiet so long
inline constexpr std::size_t kPieceBytes = 4U << 20; ///< of a table that is loaded among the changes, at a time
inline constexpr std::size_t kLargestPieceBytes = 64U << 20;
inline constexpr std::size_t kPiecesAhead = 4;           ///< that are not yet sealed by every stream
inline constexpr milliseconds kLogCheckEvery{10'000};    ///< how the source keeps its log
inline constexpr std::int64_t kLogLowMinutes = 24 * 60;  ///< a source's log that runs out sooner is told
inline constexpr milliseconds kTablesRetryEvery{10'000}; ///< a list of tables that was refused is tried again
inline constexpr milliseconds kRetryFirst{250};          ///< first pause after a failure that may pass by itself
inline constexpr milliseconds kRetryLongest{5000};

// Outgoing stream
inline constexpr std::uint64_t kWindowBytes = 8U << 20; ///< sent and not yet durable at the receiver
inline constexpr std::size_t kLoadBlockBytes = 256U << 10;
inline constexpr std::uint64_t kLoadChunkBytes = 8U << 20; ///< of a table, about, that one reader reads at a go
inline constexpr std::uint64_t kValueRows = 64;            ///< of a table with large columns that are read at a time
inline constexpr std::size_t kLoadChunkAhead = 8U << 20;   ///< bytes that a chunk holds read ahead, about
inline constexpr milliseconds kOutWait{500};
inline constexpr int kStatusEveryMs = 500;
inline constexpr int kAskAgainMs = 10'000; ///< for a dataset that was refused

// Incoming stream
inline constexpr std::size_t kInboundBatch = 8;        ///< packets per sync
inline constexpr std::size_t kInboundWaiting = 64;     ///< packets handed over by the network and not checked yet
inline constexpr std::size_t kOpenedBytes = 16U << 20; ///< of packets' bodies on their way from the check to the target
inline constexpr milliseconds kInboundRetry{500};
inline constexpr std::int64_t kAskAgainAfterNs = 5'000'000'000; ///< after a refusal
inline constexpr milliseconds kApplyWait{500};
inline constexpr std::int64_t kDrainFirstNs = 2'000'000'000; ///< first pause before a parked table is looked at again
inline constexpr std::int64_t kDrainLongestNs = 60'000'000'000;
inline constexpr int kResendAtOnce = 10'000;                  ///< exceptions in one request of a person
inline constexpr std::size_t kRepairBytes = 1U << 20;         ///< of keys in one message
inline constexpr std::size_t kLedgerEvery = 64;               ///< ledger entries per journal transaction, at most
inline constexpr std::int64_t kLedgerAfterNs = 1'000'000'000; ///< and no later than this

// Files
inline constexpr int kFileRunsPerPeer = 4; ///< at once; the others wait for their turn

inline constexpr int kReopenAfterMs = 2000; ///< before files whose sync failed, or that are damaged, are opened again

// Keys
inline constexpr std::int64_t kSealEveryNs = 60'000'000'000; ///< the ledger is signed
inline constexpr int kKeysEveryMs =
    1000; ///< what packets are signed for; whether a key has served its time, and whether an old one is needed
inline constexpr std::int64_t kCountsEveryNs = 60'000'000'000; ///< what keys have sealed is written down

// Exchange
inline constexpr int kExchangeEveryMs =
    60'000; ///< whether agreements have ended; whether sources can be read for offers

// State
inline constexpr std::int64_t kLiveBelowMs = 3000;     ///< a subscription that is not further behind is live
inline constexpr std::int64_t kBehindAboveMs = 15'000; ///< one that is further behind is catching up again
inline constexpr int kSnapshotEveryMs = 250;           ///< pushes to the outside

inline constexpr std::chrono::minutes kRetentionFirst{1}; ///< after the start, old records are deleted
inline constexpr std::chrono::hours kRetentionEvery{1};   ///< and from then on

// Verification
inline constexpr std::size_t kDigestsPerMessage = 64;
inline constexpr std::size_t kMostRowBytes = 8U << 20; ///< of rows in one message
inline constexpr std::size_t kDifferencesKept = 10'000;
inline constexpr std::size_t kDifferencesShown = 1'000;
inline constexpr std::uint64_t kDifferencesListed = 1'000'000; ///< in the journal, of one comparison
inline constexpr std::int64_t kDifferencesListedBytes = 256 * 1024 * 1024;
inline constexpr int kListedVerifications = 5;    ///< of a subscription: earlier ones keep the first kDifferencesShown
inline constexpr int kVerifyDeadlineMs = 600'000; ///< without a word from the source
inline constexpr std::uint32_t kVerifySliceMs = 60'000;       ///< a snapshot is held no longer, about
inline constexpr std::uint32_t kVerifyGentleSliceMs = 20'000; ///< the same, of one that has time
inline constexpr milliseconds kVerifyRestLeast{1};            ///< of a gentle one, after each chunk
inline constexpr milliseconds kVerifyRestMost{500};
inline constexpr std::int64_t kVerifyBusyMs = 2000;         ///< lag from which on a gentle one waits
inline constexpr milliseconds kVerifyScheduleEvery{15'000}; ///< the timetables are looked at
inline constexpr std::int64_t kVerifyOverdueMs = 3'600'000; ///< a run that is late by more is an alarm

} // namespace busheng::tuning
