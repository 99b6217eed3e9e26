// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/client/client_commands.h"

/// The commands about file transfer (docs/files.md): tasks, and what business systems call.
namespace busheng::cli {

inline constexpr const char* kTaskOptions =
    "directory patterns to mode compress seal convert-text split priority "
    "resends pause complete clean clean-after start enabled names text-encoding "
    "missed source table query format no-formulas large join-parts clean-above clean-free clean-fetched at-rest rate";
inline constexpr const char* kTaskSetOptions =
    "peer directory patterns to mode compress seal convert-text split "
    "priority resends pause complete clean clean-after start enabled names text-encoding "
    "missed source table query format no-formulas large join-parts clean-above clean-free clean-fetched at-rest rate";
inline constexpr const char* kTaskUsage =
    "task add NAME --peer CODE [--directory DIR] [--patterns 'A*,B?.doc'] [--to DIR] [--mode incremental|full] "
    "[--compress yes|no] [--seal yes|no] [--convert-text yes|no] [--text-encoding NAME] [--split BYTES] "
    "[--names tree|portable|upload] [--priority 1-9] [--resends N] "
    "[--pause SECONDS] [--complete commit|control|settled] [--clean keep|archive|delete] [--clean-after DAYS] "
    "[--start demand|service|'daily 23:00'] [--missed makeUp|skip] [--enabled yes|no] [--join-parts yes|no] "
    "[--clean-above BYTES] [--clean-free BYTES] [--clean-fetched yes|no] [--at-rest clear|sealed] [--rate KIB/S] "
    "[--source SOURCE --table TABLE|--query SELECT [--format csv|jsonl] [--no-formulas yes|no] [--large BYTES]]";

Result<ExitCode> addTask(EngineApi& engine, const ClientCall& call);
Result<ExitCode> setTask(EngineApi& engine, const ClientCall& call);
Result<ExitCode> listTasks(EngineApi& engine, const ClientCall& call);
Result<ExitCode> showTask(EngineApi& engine, const ClientCall& call);
Result<ExitCode> startTask(EngineApi& engine, const ClientCall& call);
Result<ExitCode> stopTask(EngineApi& engine, const ClientCall& call);
Result<ExitCode> pauseTask(EngineApi& engine, const ClientCall& call);
Result<ExitCode> resumeTask(EngineApi& engine, const ClientCall& call);
Result<ExitCode> listRuns(EngineApi& engine, const ClientCall& call);
Result<ExitCode> listRunFiles(EngineApi& engine, const ClientCall& call);
Result<ExitCode> resendFiles(EngineApi& engine, const ClientCall& call);
Result<ExitCode> reconcileTask(EngineApi& engine, const ClientCall& call);

// file_exchange.cpp
Result<ExitCode> putFiles(EngineApi& engine, const ClientCall& call);
Result<ExitCode> getFiles(EngineApi& engine, const ClientCall& call);
Result<ExitCode> listArrivals(EngineApi& engine, const ClientCall& call);
Result<ExitCode> watchArrivals(EngineApi& engine, const ClientCall& call);

void printFiles(const ClientCall& call, const std::vector<FileRow>& rows);

} // namespace busheng::cli
