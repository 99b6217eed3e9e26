<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Certificate</name>
    <message>
        <source>Certificate of a reconciliation</source>
        <translation>对账证书</translation>
    </message>
    <message>
        <source>Source and target differ in %1 rows.</source>
        <translation>源与目标有 %1 行不一致。</translation>
    </message>
    <message>
        <source>Source and target are equal, field by field.</source>
        <translation>源与目标逐字段一致。</translation>
    </message>
    <message>
        <source>Source and target have as many rows. Equal counts do not prove equal rows.</source>
        <translation>源与目标行数相等。行数相等不能证明各行一致。</translation>
    </message>
    <message>
        <source>Subscription: %1</source>
        <translation>订阅：%1</translation>
    </message>
    <message>
        <source>Dataset %1 of node %2, target %3</source>
        <translation>节点 %2 的数据集 %1，目标库 %3</translation>
    </message>
    <message>
        <source>Compared from %1 to %2, at position %3</source>
        <translation>比较时间 %1 至 %2，位点 %3</translation>
    </message>
    <message>
        <source>%1 rows compared</source>
        <translation>已比较 %1 行</translation>
    </message>
    <message>
        <source>Certified by %1 for %2 at %3</source>
        <translation>由 %1 于 %3 为 %2 出具</translation>
    </message>
    <message>
        <source>nobody in particular</source>
        <translation>未指明的人</translation>
    </message>
    <message>
        <source>SM3 of what was found: %1</source>
        <translation>结果的 SM3：%1</translation>
    </message>
    <message>
        <source>Signed with the key %1 (%2) of node %3; compare it with the one that the node shows</source>
        <translation>由节点 %3 的密钥 %1（%2）签名；请与该节点所示密钥核对</translation>
    </message>
    <message>
        <source>The same line stands in the node&apos;s ledger, as verification %1.</source>
        <translation>该节点的传输流水中有同一条记录，对应对账 %1。</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Rows at the source</source>
        <translation>源端行数</translation>
    </message>
    <message>
        <source>Rows at the target</source>
        <translation>目标行数</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>缺少</translation>
    </message>
    <message>
        <source>Too many</source>
        <translation>多出</translation>
    </message>
    <message>
        <source>Different</source>
        <translation>不同</translation>
    </message>
    <message>
        <source>not compared: its changes wait</source>
        <translation>未比较：其变更在等待</translation>
    </message>
    <message>
        <source>What was compared is equal at source and target, field by field.</source>
        <translation>已比较的内容在源与目标逐字段一致。</translation>
    </message>
    <message>
        <source>What was compared has as many rows at source and target. Equal counts do not prove equal rows.</source>
        <translation>已比较的表在源与目标行数相等。行数相等不能证明各行一致。</translation>
    </message>
    <message>
        <source>Not compared, because their changes wait: %1 of %2 tables.</source>
        <translation>因变化在等待而未比较的表：%1 / %2。</translation>
    </message>
    <message>
        <source>Not compared, because their values do not come with the rows: %1.</source>
        <translation>因值不随行传送而未比较的列：%1。</translation>
    </message>
</context>
<context>
    <name>Client</name>
    <message>
        <source>usage: %1</source>
        <translation>用法：%1</translation>
    </message>
    <message>
        <source>--data names the node&apos;s data directory; without it BUSHENG_DATA does.</source>
        <translation>--data 指定节点的数据目录；未给出时取环境变量 BUSHENG_DATA。</translation>
    </message>
    <message>
        <source>Exit codes: 0 ok, 1 something was found that needs a look, 2 error, 3 aborted.</source>
        <translation>退出码：0 正常，1 有需要查看的情况，2 出错，3 中止。</translation>
    </message>
    <message>
        <source>link %1 %2  %3</source>
        <translation>链路 %1 %2  %3</translation>
    </message>
    <message>
        <source>subscription</source>
        <translation>订阅</translation>
    </message>
    <message>
        <source>state</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>source</source>
        <translation>源端</translation>
    </message>
    <message>
        <source>applied</source>
        <translation>已装载</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>待装载</translation>
    </message>
    <message>
        <source>lag</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>loaded</source>
        <translation>初始行数</translation>
    </message>
    <message>
        <source>changes</source>
        <translation>变更数</translation>
    </message>
    <message>
        <source>dataset</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>to</source>
        <translation>订阅方</translation>
    </message>
    <message>
        <source>cached</source>
        <translation>已缓存</translation>
    </message>
    <message>
        <source>packed</source>
        <translation>已打包</translation>
    </message>
    <message>
        <source>packets</source>
        <translation>数据包</translation>
    </message>
    <message>
        <source>%1 (%2): %3, position %4, %5 rows compared, %6 differences</source>
        <translation>%1（%2）：%3，位点 %4，比对 %5 行，差异 %6 处</translation>
    </message>
    <message>
        <source>table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>target</source>
        <translation>目标端</translation>
    </message>
    <message>
        <source>differences</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>id</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>stream</source>
        <translation>流</translation>
    </message>
    <message>
        <source>way</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>sequence</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>plain</source>
        <translation>明文字节</translation>
    </message>
    <message>
        <source>sealed</source>
        <translation>密文字节</translation>
    </message>
    <message>
        <source>sm3</source>
        <translation>SM3 摘要</translation>
    </message>
    <message>
        <source>event</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>driver</source>
        <translation>驱动</translation>
    </message>
    <message>
        <source>location</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>the first %1 of %2 differences are shown; --json gives more</source>
        <translation>只显示 %2 处差异中的前 %1 处；--json 可输出更多</translation>
    </message>
    <message>
        <source>large columns of %1, not compared: %2</source>
        <translation>%1 的大字段列（未比较）：%2</translation>
    </message>
    <message>
        <source>%1 is verified next at %2</source>
        <translation>%1 下次校验时间：%2</translation>
    </message>
    <message>
        <source>by timetable</source>
        <translation>按计划</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>人工</translation>
    </message>
    <message>
        <source>no verification yet; &apos;verify SUBSCRIPTION&apos; begins one</source>
        <translation>尚无校验记录；用 “verify 订阅名” 开始一次校验</translation>
    </message>
    <message>
        <source>number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>begun</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>begun by</source>
        <translation>启动方式</translation>
    </message>
    <message>
        <source>level</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>%1 loads %2 rows/s, about %3 to go</source>
        <translation>%1 装载 %2 行/秒，预计还需 %3</translation>
    </message>
    <message>
        <source>%1 to %2: %3 of %4 rows read, %5 rows/s, about %6 to go</source>
        <translation>%1 → %2：已读 %3 / %4 行，%5 行/秒，预计还需 %6</translation>
    </message>
    <message>
        <source>loads</source>
        <translation>装载</translation>
    </message>
    <message>
        <source>expected</source>
        <translation>预计行数</translation>
    </message>
    <message>
        <source>%1: the source keeps %2 of log (%3), %4 not read yet</source>
        <translation>%1：源端保留日志 %2（%3），尚有 %4 未读</translation>
    </message>
    <message>
        <source>gives it up after %1 more, in about %2 at the present rate of %3 per hour</source>
        <translation>再写入 %1 后将被清除；按目前每小时 %3 的速度，约剩 %2</translation>
    </message>
    <message>
        <source>%1: %2 rows set aside, %3 conflicts open, %4 settled</source>
        <translation>%1：搁置 %2 行，待决冲突 %3 个，已按策略处理 %4 个</translation>
    </message>
    <message>
        <source>%1: table %2 is parked, %3 changes wait: %4</source>
        <translation>%1：表 %2 已挂起，%3 项变更在等待：%4</translation>
    </message>
    <message>
        <source>kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>key</source>
        <translation>键</translation>
    </message>
    <message>
        <source>operation</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>packet</source>
        <translation>数据包</translation>
    </message>
    <message>
        <source>SQLSTATE</source>
        <translation>SQLSTATE</translation>
    </message>
    <message>
        <source>reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>position</source>
        <translation>位点</translation>
    </message>
    <message>
        <source>attempts</source>
        <translation>尝试次数</translation>
    </message>
    <message>
        <source>row as the source had it</source>
        <translation>源端原来的行</translation>
    </message>
    <message>
        <source>row as the source has it</source>
        <translation>源端现在的行</translation>
    </message>
    <message>
        <source>row as the target had it</source>
        <translation>目标端当时的行</translation>
    </message>
    <message>
        <source>decided by</source>
        <translation>决定人</translation>
    </message>
    <message>
        <source>because</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>%1 rows were asked for; they are resolved when they have been applied</source>
        <translation>已请求重发 %1 行；加载成功后即视为解决</translation>
    </message>
    <message>
        <source>%1 -&gt; %2: %3</source>
        <translation>%1 -&gt; %2：%3</translation>
    </message>
    <message>
        <source>column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>at the source</source>
        <translation>源端</translation>
    </message>
    <message>
        <source>name at the target</source>
        <translation>目标端名称</translation>
    </message>
    <message>
        <source>at the target</source>
        <translation>目标端</translation>
    </message>
    <message>
        <source>Nothing has to be created or altered at the target.</source>
        <translation>目标端无需创建或修改任何内容。</translation>
    </message>
    <message>
        <source>Statements for the target, in this order:</source>
        <translation>目标端将依次执行的语句：</translation>
    </message>
    <message>
        <source>The subscription waits until they are approved: subscription approve-structure %1 --yes</source>
        <translation>订阅等待批准：subscription approve-structure %1 --yes</translation>
    </message>
    <message>
        <source>%1 leaves out columns that the target has not: %2</source>
        <translation>%1 略去目标端没有的列：%2</translation>
    </message>
    <message>
        <source>division %1 %2, system %3, time %4, suffix %5</source>
        <translation>行政区划 %1 %2，应用系统 %3，时间 %4，后缀 %5</translation>
    </message>
    <message>
        <source>a whole file</source>
        <translation>完整文件</translation>
    </message>
    <message>
        <source>part %1</source>
        <translation>第 %1 个分割文件</translation>
    </message>
    <message>
        <source>%1 reports %2</source>
        <translation>%1 上报 %2</translation>
    </message>
    <message>
        <source>the ministry issues %1 to %2</source>
        <translation>部下发 %1 至 %2</translation>
    </message>
    <message>
        <source>allowed, but neither UNIT_SYSTEM数据上报 nor 部_SYSTEM数据下发_UNIT</source>
        <translation>可以使用，但不符合“单位_系统数据上报”或“部_系统数据下发_单位”</translation>
    </message>
    <message>
        <source>allowed, %1 bytes</source>
        <translation>可以使用，%1 字节</translation>
    </message>
    <message>
        <source>%1 is read in more than one way: look at the initials %2, or give --initials</source>
        <translation>“%1”是多音字，请核对首字母 %2，或用 --initials 给出</translation>
    </message>
    <message>
        <source>starts when somebody asks for it</source>
        <translation>按需启动</translation>
    </message>
    <message>
        <source>starts with the service, and again when it has failed</source>
        <translation>随服务启动，失败后再次启动</translation>
    </message>
    <message>
        <source>starts by this timetable</source>
        <translation>按时间表启动</translation>
    </message>
    <message>
        <source>all its moments are past</source>
        <translation>所有时间点均已过去</translation>
    </message>
    <message>
        <source>encoding %1</source>
        <translation>编码 %1</translation>
    </message>
    <message>
        <source>as it is: %1 bytes, SM3 %2</source>
        <translation>原文件：%1 字节，SM3 %2</translation>
    </message>
    <message>
        <source>as UTF-8: %1 bytes, SM3 %2</source>
        <translation>UTF-8：%1 字节，SM3 %2</translation>
    </message>
    <message>
        <source>%1 parts, their list is %2</source>
        <translation>共 %1 个分割文件，清单为 %2</translation>
    </message>
    <message>
        <source>%1, %2 bytes, as it was</source>
        <translation>%1，%2 字节，与原文件一致</translation>
    </message>
    <message>
        <source>  %1: %2 files, %3 bytes</source>
        <translation>  %1：%2 个文件，%3 字节</translation>
    </message>
    <message>
        <source>%1 files, %2 bytes; left out (no regular file, or a refused name): %3</source>
        <translation>%1 个文件，%2 字节；未列入（非普通文件或名称不符合规范）：%3</translation>
    </message>
    <message>
        <source>unlimited</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>link %1: limit now to send %2, to receive %3</source>
        <translation>链路 %1：当前限速 发送 %2，接收 %3</translation>
    </message>
    <message>
        <source>peer</source>
        <translation>对端</translation>
    </message>
    <message>
        <source>epoch</source>
        <translation>期号</translation>
    </message>
    <message>
        <source>suite</source>
        <translation>密码套件</translation>
    </message>
    <message>
        <source>fingerprint</source>
        <translation>指纹</translation>
    </message>
    <message>
        <source>made</source>
        <translation>生成时间</translation>
    </message>
    <message>
        <source>in use since</source>
        <translation>启用时间</translation>
    </message>
    <message>
        <source>wiped</source>
        <translation>已销毁</translation>
    </message>
    <message>
        <source>why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>by</source>
        <translation>操作人</translation>
    </message>
    <message>
        <source>cipher device: %1</source>
        <translation>密码设备：%1</translation>
    </message>
    <message>
        <source>ledger sealed by key %1</source>
        <translation>流水封签密钥 %1</translation>
    </message>
    <message>
        <source>password of %1: </source>
        <translation>%1 的口令：</translation>
    </message>
    <message>
        <source>runs</source>
        <translation>执行次数</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>字节数</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>receiver</source>
        <translation>接收方</translation>
    </message>
    <message>
        <source>%1 files, %2 bytes</source>
        <translation>%1 个文件，%2 字节</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>排队</translation>
    </message>
    <message>
        <source>running</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>stopped by hand</source>
        <translation>已人工停止</translation>
    </message>
    <message>
        <source>received</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>incremental</source>
        <translation>增量</translation>
    </message>
    <message>
        <source>full</source>
        <translation>全量</translation>
    </message>
    <message>
        <source>resend</source>
        <translation>重发</translation>
    </message>
    <message>
        <source>arrived</source>
        <translation>已送达</translation>
    </message>
    <message>
        <source>had arrived already</source>
        <translation>此前已送达</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>未发送</translation>
    </message>
    <message>
        <source>equal</source>
        <translation>一致</translation>
    </message>
    <message>
        <source>different</source>
        <translation>不一致</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>缺少</translation>
    </message>
    <message>
        <source>extra</source>
        <translation>多余</translation>
    </message>
    <message>
        <source>is sent</source>
        <translation>将发送</translation>
    </message>
    <message>
        <source>is not there any more</source>
        <translation>已不存在</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>no task yet; &apos;task add&apos; makes one</source>
        <translation>尚无任务；用 task add 建立</translation>
    </message>
    <message>
        <source>task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>run</source>
        <translation>执行</translation>
    </message>
    <message>
        <source>repeated</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>未变</translation>
    </message>
    <message>
        <source>setting</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>file</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>at</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>effect</source>
        <translation>处理</translation>
    </message>
    <message>
        <source>run %1: %2 to send, %3 had arrived already, %4 not there any more</source>
        <translation>执行 %1：待发送 %2，此前已送达 %3，已不存在 %4</translation>
    </message>
    <message>
        <source>here</source>
        <translation>本端</translation>
    </message>
    <message>
        <source>there</source>
        <translation>对端</translation>
    </message>
    <message>
        <source>node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>files</source>
        <translation>文件数</translation>
    </message>
    <message>
        <source>difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>not sent yet</source>
        <translation>待发送</translation>
    </message>
    <message>
        <source>%1 did not take it: %2; the next try is in %3 s</source>
        <translation>%1 没有接收：%2；%3 秒后重试</translation>
    </message>
    <message>
        <source>link %1: may cross it: %2</source>
        <translation>链路 %1：允许通过 %2</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>parts joined</source>
        <translation>分卷已合并</translation>
    </message>
    <message>
        <source>database %1: used at %2, of %3</source>
        <translation>数据库 %1：正在使用 %2，共有 %3</translation>
    </message>
    <message>
        <source>link %1: over the standby line %2; the main line %3 does not answer</source>
        <translation>链路 %1：走备线路 %2；主线路 %3 无应答</translation>
    </message>
    <message>
        <source>  parts: %1</source>
        <translation>  分卷：%1</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>bad rows: %1</source>
        <translation>不合格行：%1</translation>
    </message>
    <message>
        <source>could not be asked: %1</source>
        <translation>无法执行：%1</translation>
    </message>
    <message>
        <source>digest of the report: %1</source>
        <translation>报告摘要：%1</translation>
    </message>
    <message>
        <source>decided by %1: %2</source>
        <translation>%1 的决定：%2</translation>
    </message>
    <message>
        <source>This node has no operators: everybody who reaches it may do everything.</source>
        <translation>本节点未启用操作员：凡能访问者均可执行一切操作。</translation>
    </message>
    <message>
        <source>Nobody has signed in.</source>
        <translation>尚无人登录。</translation>
    </message>
    <message>
        <source>%1 (%2), %3</source>
        <translation>%1（%2），%3</translation>
    </message>
    <message>
        <source>The password must be changed first: busheng-client password</source>
        <translation>须先更改密码：busheng-client password</translation>
    </message>
    <message>
        <source>present password: </source>
        <translation>当前密码：</translation>
    </message>
    <message>
        <source>new password: </source>
        <translation>新密码：</translation>
    </message>
    <message>
        <source>proposed by %1, %2</source>
        <translation>由 %1 提出，%2</translation>
    </message>
    <message>
        <source>because: %1</source>
        <translation>理由：%1</translation>
    </message>
    <message>
        <source>decided by %1, %2: %3</source>
        <translation>由 %1 处理，%2：%3</translation>
    </message>
    <message>
        <source>late</source>
        <translation>迟到</translation>
    </message>
    <message>
        <source>lies</source>
        <translation>存放形式</translation>
    </message>
    <message>
        <source>fetched</source>
        <translation>取走时间</translation>
    </message>
    <message>
        <source>%1: %2 files compared, %3 differences, %4 late</source>
        <translation>%1：比较 %2 个文件，%3 处差异，%4 个迟到</translation>
    </message>
    <message>
        <source>rows where %1</source>
        <translation>行条件：%1</translation>
    </message>
    <message>
        <source>on application</source>
        <translation>需申请</translation>
    </message>
    <message>
        <source>granted to this node</source>
        <translation>已授予本节点</translation>
    </message>
    <message>
        <source>refreshed: %1</source>
        <translation>更新：%1</translation>
    </message>
    <message>
        <source>contact: %1</source>
        <translation>联系：%1</translation>
    </message>
    <message>
        <source>* belongs to the key, ! is sensitive</source>
        <translation>* 属于主键，! 为敏感列</translation>
    </message>
    <message>
        <source>gives</source>
        <translation>提供</translation>
    </message>
    <message>
        <source>takes</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>agreement</source>
        <translation>协议</translation>
    </message>
    <message>
        <source>this node</source>
        <translation>本节点</translation>
    </message>
    <message>
        <source>until</source>
        <translation>有效期至</translation>
    </message>
    <message>
        <source>purpose: %1</source>
        <translation>用途：%1</translation>
    </message>
    <message>
        <source>legal basis: %1</source>
        <translation>法律依据：%1</translation>
    </message>
    <message>
        <source>asked for</source>
        <translation>申请</translation>
    </message>
    <message>
        <source>approved</source>
        <translation>批准</translation>
    </message>
    <message>
        <source>when</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>step</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 字节</translation>
    </message>
    <message>
        <source>%1 characters</source>
        <translation>%1 字符</translation>
    </message>
    <message>
        <source>%1, row %2: %3</source>
        <translation>%1，行 %2：%3</translation>
    </message>
    <message>
        <source>texts</source>
        <translation>文本数</translation>
    </message>
    <message>
        <source>longest (characters)</source>
        <translation>最长（字符）</translation>
    </message>
    <message>
        <source>longest (UTF-8 bytes)</source>
        <translation>最长（UTF-8 字节）</translation>
    </message>
    <message>
        <source>room</source>
        <translation>容量</translation>
    </message>
    <message>
        <source>finding</source>
        <translation>检查结果</translation>
    </message>
    <message>
        <source>%1 looks like %2: dataset add ... --read-as &apos;%1=%2&apos;</source>
        <translation>%1 像是 %2：dataset add ... --read-as &apos;%1=%2&apos;</translation>
    </message>
    <message>
        <source>Statements that widen the target&apos;s columns:</source>
        <translation>加宽目标列的语句：</translation>
    </message>
    <message>
        <source>Every column is wide enough.</source>
        <translation>所有列都足够宽。</translation>
    </message>
    <message>
        <source>%1 (%2): kept %3; %4 records</source>
        <translation>%1（%2）：保留 %3；%4 条记录</translation>
    </message>
    <message>
        <source>%1: %2, lag %3</source>
        <translation>%1：%2，延迟 %3</translation>
    </message>
    <message>
        <source>Nothing is noted of it in this span. A figure is noted once a minute while it is set up; &apos;status&apos; has the names.</source>
        <translation>此时段内没有它的记录。它在用期间每分钟记录一次；名称见 status 命令。</translation>
    </message>
</context>
<context>
    <name>ConfigurationChange</name>
    <message>
        <source>removed: %1</source>
        <translation>移除：%1</translation>
    </message>
    <message>
        <source>changed: %1</source>
        <translation>修改：%1</translation>
    </message>
    <message>
        <source>new: %1</source>
        <translation>新增：%1</translation>
    </message>
</context>
<context>
    <name>Confirmation</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>Demo</name>
    <message>
        <source>the demo&apos;s claim does not hold: %1</source>
        <translation>演示中的结论不成立：%1</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>province: %1 rows in 5 tables, %2</source>
        <translation>省端：5 张表共 %1 行，%2</translation>
    </message>
    <message>
        <source>ministry: %1</source>
        <translation>部端：%1</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>链路</translation>
    </message>
    <message>
        <source>link up</source>
        <translation>链路建立</translation>
    </message>
    <message>
        <source>%1 authenticated %2</source>
        <translation>%1 已验证 %2 的身份</translation>
    </message>
    <message>
        <source>%1; packets sealed with SM4-GCM, chained by SM3, link key wrapped with SM2</source>
        <translation>%1；数据包以 SM4-GCM 加密，以 SM3 成链，链路密钥以 SM2 封装</translation>
    </message>
    <message>
        <source>the link speaks TLS 1.3</source>
        <translation>链路使用 TLS 1.3</translation>
    </message>
    <message>
        <source>Publish, subscribe, synchronize the structure</source>
        <translation>发布、订阅、同步表结构</translation>
    </message>
    <message>
        <source>structure</source>
        <translation>表结构</translation>
    </message>
    <message>
        <source>table %1 was created at the target</source>
        <translation>目标端已建立表 %1</translation>
    </message>
    <message>
        <source>5 tables with their keys and references were created at the target</source>
        <translation>目标端已建立 5 张表及其主键和引用关系</translation>
    </message>
    <message>
        <source>Initial load (%1 -&gt; %2 -&gt; %3 -&gt; %4)</source>
        <translation>初始装载（%1 → %2 → %3 → %4）</translation>
    </message>
    <message>
        <source>live</source>
        <translation>进入实时状态</translation>
    </message>
    <message>
        <source>%1 rows were loaded, the province has %2</source>
        <translation>装载了 %1 行，省端有 %2 行</translation>
    </message>
    <message>
        <source>%1 rows in %2 (%3 rows/s), quality check passed</source>
        <translation>%1 行，用时 %2（每秒 %3 行），质量校验通过</translation>
    </message>
    <message>
        <source>after the load every row is the same</source>
        <translation>装载之后每一行都相同</translation>
    </message>
    <message>
        <source>%1 (%2 rows differ)</source>
        <translation>%1（有 %2 行不同）</translation>
    </message>
    <message>
        <source>Live changes</source>
        <translation>实时变更</translation>
    </message>
    <message>
        <source>small transactions</source>
        <translation>小事务</translation>
    </message>
    <message>
        <source>inserts, updates and deletes arrived; the rolled-back transaction did not</source>
        <translation>插入、更新、删除均已到达；回滚的事务没有出现</translation>
    </message>
    <message>
        <source>large transaction</source>
        <translation>大事务</translation>
    </message>
    <message>
        <source>one transaction of up to %1 updates: written in %2, arrived after %3</source>
        <translation>一个至多 %1 次更新的事务：写入用时 %2，%3 后到达</translation>
    </message>
    <message>
        <source>the large transaction arrived whole</source>
        <translation>大事务完整到达</translation>
    </message>
    <message>
        <source>nothing waiting</source>
        <translation>没有待装载的变更</translation>
    </message>
    <message>
        <source>nothing is waiting; lag by heartbeat %1</source>
        <translation>没有待装载的变更；心跳测得延迟 %1</translation>
    </message>
    <message>
        <source>kill -9, and back</source>
        <translation>kill -9 之后恢复</translation>
    </message>
    <message>
        <source>the ministry&apos;s node was killed while it was applying</source>
        <translation>部端节点在装载途中被强行终止</translation>
    </message>
    <message>
        <source>the province&apos;s node was killed while it was capturing</source>
        <translation>省端节点在采集途中被强行终止</translation>
    </message>
    <message>
        <source>catching up</source>
        <translation>追赶</translation>
    </message>
    <message>
        <source>nothing was lost, nothing came twice</source>
        <translation>没有丢失，没有重复</translation>
    </message>
    <message>
        <source>verification</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>the verification failed: %1</source>
        <translation>校验失败：%1</translation>
    </message>
    <message>
        <source>Verification</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>steady</source>
        <translation>进入稳定状态</translation>
    </message>
    <message>
        <source>table level: the counts are equal</source>
        <translation>表级：行数相等</translation>
    </message>
    <message>
        <source>table level: counts agree</source>
        <translation>表级：行数一致</translation>
    </message>
    <message>
        <source>field level: every field is equal</source>
        <translation>字段级：每个字段都相等</translation>
    </message>
    <message>
        <source>field level: %1 rows compared at position %2 in %3, every field agrees</source>
        <translation>字段级：在位点 %2 比对 %1 行，用时 %3，每个字段都一致</translation>
    </message>
    <message>
        <source>A difference, found and repaired</source>
        <translation>发现并修复一处差异</translation>
    </message>
    <message>
        <source>somebody changed one field at the ministry by hand</source>
        <translation>有人在部端手工改动了一个字段</translation>
    </message>
    <message>
        <source>exactly the one planted difference is found (%1)</source>
        <translation>恰好发现预先埋设的一处差异（%1）</translation>
    </message>
    <message>
        <source>found: one row, one field</source>
        <translation>已发现：一行，一个字段</translation>
    </message>
    <message>
        <source>repaired</source>
        <translation>修复完成</translation>
    </message>
    <message>
        <source>repaired through the stream; verified again: no difference</source>
        <translation>已随数据流修复；再次校验：没有差异</translation>
    </message>
    <message>
        <source>both databases hold the same rows</source>
        <translation>两端数据库的行完全相同</translation>
    </message>
    <message>
        <source>The ledger</source>
        <translation>传输流水</translation>
    </message>
    <message>
        <source>last packets</source>
        <translation>最后的数据包</translation>
    </message>
    <message>
        <source>packet %1 has the same digest in both ledgers</source>
        <translation>数据包 %1 在两端流水中的摘要相同</translation>
    </message>
    <message>
        <source>%1 packets: each applied once, with the digest the province sealed it with</source>
        <translation>%1 个数据包：各装载一次，摘要与省端加密时一致</translation>
    </message>
    <message>
        <source>%1 before compression, %2 sealed</source>
        <translation>压缩前 %1，加密后 %2</translation>
    </message>
    <message>
        <source>rows loaded: %1</source>
        <translation>装载行数：%1</translation>
    </message>
    <message>
        <source>rows per second while loading: %1</source>
        <translation>装载时每秒行数：%1</translation>
    </message>
    <message>
        <source>changes applied: %1</source>
        <translation>装载的变更数：%1</translation>
    </message>
    <message>
        <source>packets: %1</source>
        <translation>数据包数：%1</translation>
    </message>
    <message>
        <source>bytes before compression: %1</source>
        <translation>压缩前字节数：%1</translation>
    </message>
    <message>
        <source>bytes sealed: %1</source>
        <translation>加密后字节数：%1</translation>
    </message>
    <message>
        <source>lag: %1 ms</source>
        <translation>延迟：%1 毫秒</translation>
    </message>
    <message>
        <source>kill -9 survived: %1</source>
        <translation>经受 kill -9：%1</translation>
    </message>
    <message>
        <source>planted difference found: %1</source>
        <translation>发现埋设的差异：%1</translation>
    </message>
    <message>
        <source>different rows after the repair: %1</source>
        <translation>修复后不同的行数：%1</translation>
    </message>
    <message>
        <source>peak memory: %1 MiB</source>
        <translation>内存峰值：%1 MiB</translation>
    </message>
    <message>
        <source>stopped within: %1 ms</source>
        <translation>停止用时：%1 毫秒</translation>
    </message>
    <message>
        <source>seconds in all: %1</source>
        <translation>总用时（秒）：%1</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>总结</translation>
    </message>
    <message>
        <source>the nodes&apos; folders are kept: %1</source>
        <translation>节点的目录保留在：%1</translation>
    </message>
    <message>
        <source>files that arrived: %1</source>
        <translation>送达文件：%1</translation>
    </message>
    <message>
        <source>Files, both ways</source>
        <translation>双向传输文件</translation>
    </message>
    <message>
        <source>files on their way</source>
        <translation>文件传输中</translation>
    </message>
    <message>
        <source>the province&apos;s node was killed while files went both ways</source>
        <translation>双向传输途中，省节点被强制终止</translation>
    </message>
    <message>
        <source>the ministry&apos;s node was killed, and with it the link was cut</source>
        <translation>部节点被强制终止，链路随之中断</translation>
    </message>
    <message>
        <source>%1 files arrived in %2, through both kills</source>
        <translation>经过两次强制终止，%1 个文件在 %2 内全部送达</translation>
    </message>
    <message>
        <source>every file is at the other side as it was sent (%1 are not)</source>
        <translation>每个文件在对方与发送时一致（%1 个不一致）</translation>
    </message>
    <message>
        <source>read anew, every file is at the other side as it was sent</source>
        <translation>重新读取比对：每个文件在对方都与发送时一致</translation>
    </message>
    <message>
        <source>files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>every file of task %1 arrives (%2 failed)</source>
        <translation>任务 %1 的每个文件都送达（%2 个失败）</translation>
    </message>
    <message>
        <source>the records of both nodes agree about the %1 files of task %2 (%3 compared, %4 differences)</source>
        <translation>双方节点对任务 %2 的 %1 个文件记录一致（比对 %3 个，差异 %4 个）</translation>
    </message>
    <message>
        <source>%1: reconciled file by file, %2 files, no difference</source>
        <translation>%1：逐文件对账，共 %2 个文件，无差异</translation>
    </message>
    <message>
        <source>%1 and %2 have files to send</source>
        <translation>%1 和 %2 中有可发送的文件</translation>
    </message>
    <message>
        <source>the province reports %1 files of %2, the ministry issues %3 of %4</source>
        <translation>省节点上报 %2 的 %1 个文件，部节点下发 %4 的 %3 个文件</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>%1 lies in the vault</source>
        <translation>%1 在密钥库中</translation>
    </message>
    <message>
        <source>the province&apos;s private keys lie in its vault, behind a passphrase, and in no file</source>
        <translation>省节点的私钥存放在受口令保护的密钥库中，不在任何文件里</translation>
    </message>
    <message>
        <source>the authority gave a certificate for encryption</source>
        <translation>认证机构签发了加密证书</translation>
    </message>
    <message>
        <source>link keys for %1 are hidden for its SM2 certificate for encryption, serial %2</source>
        <translation>发给 %1 的链路密钥用其 SM2 加密证书封装，序列号 %2</translation>
    </message>
    <message>
        <source>a link key is in use</source>
        <translation>有正在使用的链路密钥</translation>
    </message>
    <message>
        <source>the next link key is in use</source>
        <translation>新的链路密钥已启用</translation>
    </message>
    <message>
        <source>changes under the next key</source>
        <translation>新密钥下的变更</translation>
    </message>
    <message>
        <source>the ministry holds link key %1</source>
        <translation>部节点持有第 %1 期链路密钥</translation>
    </message>
    <message>
        <source>link key %1 took the place of %2 while changes flowed; nothing waited for it</source>
        <translation>数据流动中，第 %1 期链路密钥接替第 %2 期，没有停顿</translation>
    </message>
</context>
<context>
    <name>DifferenceCsv</name>
    <message>
        <source>At the target</source>
        <translation>目标端</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>主键</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>源端</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标端</translation>
    </message>
    <message>
        <source>differs</source>
        <translation>不同</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
</context>
<context>
    <name>EventText</name>
    <message>
        <source>File cannot be read</source>
        <translation>文件无法读取</translation>
    </message>
    <message>
        <source>%1 could not be read: %2.</source>
        <translation>无法读取 %1：%2。</translation>
    </message>
    <message>
        <source>Check that the file exists and that this program may read it.</source>
        <translation>请确认文件存在，且本程序有读取权限。</translation>
    </message>
    <message>
        <source>File has a syntax error</source>
        <translation>文件语法错误</translation>
    </message>
    <message>
        <source>%1 is not valid at %2: %3.</source>
        <translation>%1 在 %2 处有误：%3。</translation>
    </message>
    <message>
        <source>Correct the file at that place and try again.</source>
        <translation>请更正该处后重试。</translation>
    </message>
    <message>
        <source>Unknown setting</source>
        <translation>未知的配置项</translation>
    </message>
    <message>
        <source>Correct the name, or remove the setting.</source>
        <translation>请更正名称，或删除该项。</translation>
    </message>
    <message>
        <source>Setting is missing</source>
        <translation>缺少配置项</translation>
    </message>
    <message>
        <source>Value is not valid</source>
        <translation>取值无效</translation>
    </message>
    <message>
        <source>Change it to what is expected here: %4.</source>
        <translation>请改为符合要求的值：%4。</translation>
    </message>
    <message>
        <source>Change it to a value that is allowed here.</source>
        <translation>请改为此处允许的值。</translation>
    </message>
    <message>
        <source>Path cannot be used</source>
        <translation>路径不可用</translation>
    </message>
    <message>
        <source>Choose a path that exists and that this program may use.</source>
        <translation>请选择存在且本程序有权使用的路径。</translation>
    </message>
    <message>
        <source>Certificate is missing</source>
        <translation>缺少证书</translation>
    </message>
    <message>
        <source>There is no certificate at %1.</source>
        <translation>%1 处没有证书。</translation>
    </message>
    <message>
        <source>Put the certificate that your authority issued for this node there, or correct the path in the configuration.</source>
        <translation>请将证书机构为本节点签发的证书放到该处，或更正配置中的路径。</translation>
    </message>
    <message>
        <source>Certificate cannot be used</source>
        <translation>证书不可用</translation>
    </message>
    <message>
        <source>The certificate or key at %1 cannot be used: %2.</source>
        <translation>%1 处的证书或密钥不可用：%2。</translation>
    </message>
    <message>
        <source>Replace it with the certificate and private key that your authority issued for this node.</source>
        <translation>请替换为证书机构为本节点签发的证书和私钥。</translation>
    </message>
    <message>
        <source>Address is already in use</source>
        <translation>地址已被占用</translation>
    </message>
    <message>
        <source>This node cannot listen on %1: another program does so already.</source>
        <translation>本节点无法监听 %1：该地址已被其他程序占用。</translation>
    </message>
    <message>
        <source>Stop that program, or choose another listen address in the configuration.</source>
        <translation>请停止该程序，或在配置中改用其他监听地址。</translation>
    </message>
    <message>
        <source>Name is already taken</source>
        <translation>名称已被使用</translation>
    </message>
    <message>
        <source>Choose another name, or remove the existing one first.</source>
        <translation>请换用其他名称，或先删除已有的同名项。</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>Still in use</source>
        <translation>仍在使用</translation>
    </message>
    <message>
        <source>Remove %3 first, then try again.</source>
        <translation>请先删除 %3，再重试。</translation>
    </message>
    <message>
        <source>Command line is not valid</source>
        <translation>命令行有误</translation>
    </message>
    <message>
        <source>%1.</source>
        <translation>%1。</translation>
    </message>
    <message>
        <source>Run the command with --help to see how it is used.</source>
        <translation>请使用 --help 查看用法。</translation>
    </message>
    <message>
        <source>Node is already running</source>
        <translation>节点已在运行</translation>
    </message>
    <message>
        <source>The data directory %1 is in use by process %2.</source>
        <translation>数据目录 %1 正被进程 %2 使用。</translation>
    </message>
    <message>
        <source>Use the running node, or stop it first. Each node needs a data directory of its own.</source>
        <translation>请使用正在运行的节点，或先将其停止。每个节点需要独立的数据目录。</translation>
    </message>
    <message>
        <source>Node is not running</source>
        <translation>节点未运行</translation>
    </message>
    <message>
        <source>No node is running on the data directory %1.</source>
        <translation>数据目录 %1 上没有正在运行的节点。</translation>
    </message>
    <message>
        <source>Start the node service or the console, then try again.</source>
        <translation>请启动节点服务或控制台后重试。</translation>
    </message>
    <message>
        <source>Part of the engine has stopped</source>
        <translation>引擎部分停止</translation>
    </message>
    <message>
        <source>Restart the node: work goes on from the last checkpoint and nothing acknowledged is lost. If it happens again, send the details to support.</source>
        <translation>请重启节点：将从最近的断点继续，已确认的数据不会丢失。如再次发生，请将详情提交技术支持。</translation>
    </message>
    <message>
        <source>Disk is full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>There is no space left for %1 (%2). Work that needs it is paused.</source>
        <translation>%1 已无可用空间（%2），相关工作已暂停。</translation>
    </message>
    <message>
        <source>Free some space on that disk. Work continues by itself as soon as there is room; nothing is lost.</source>
        <translation>请清理该磁盘空间。空间恢复后将自动继续，数据不会丢失。</translation>
    </message>
    <message>
        <source>Storage limit is reached</source>
        <translation>已达存储上限</translation>
    </message>
    <message>
        <source>%1 has reached its limit of %2. The stage before it waits.</source>
        <translation>%1 已达上限 %2，前一环节正在等待。</translation>
    </message>
    <message>
        <source>Find out why the next stage is slower (link or target database), or raise the limit. Work continues by itself as soon as there is room.</source>
        <translation>请查明后一环节（链路或目标数据库）变慢的原因，或提高上限。空间恢复后将自动继续。</translation>
    </message>
    <message>
        <source>Disk error</source>
        <translation>磁盘错误</translation>
    </message>
    <message>
        <source>Reading or writing %1 failed: %2.</source>
        <translation>读写 %1 失败：%2。</translation>
    </message>
    <message>
        <source>Check the disk, whether it is mounted, and the permissions of that path.</source>
        <translation>请检查磁盘、挂载状态及该路径的权限。</translation>
    </message>
    <message>
        <source>Stored data is damaged</source>
        <translation>存储数据损坏</translation>
    </message>
    <message>
        <source>%1 holds data that fails its integrity check.</source>
        <translation>%1 中的数据未通过完整性校验。</translation>
    </message>
    <message>
        <source>Keep the file for analysis and check the disk. If the subscription does not continue by itself, initialize it again.</source>
        <translation>请保留该文件以供分析，并检查磁盘。如订阅未自动继续，请重新初始化。</translation>
    </message>
    <message>
        <source>Link is down</source>
        <translation>链路中断</translation>
    </message>
    <message>
        <source>There is no connection to %1: %2.</source>
        <translation>与 %1 没有连接：%2。</translation>
    </message>
    <message>
        <source>Check the network and whether the node at the other end is running. The link comes back by itself.</source>
        <translation>请检查网络，以及对端节点是否在运行。链路将自动恢复。</translation>
    </message>
    <message>
        <source>Unknown node was refused</source>
        <translation>已拒绝未知节点</translation>
    </message>
    <message>
        <source>A node at %1 that calls itself %2 is not registered here.</source>
        <translation>来自 %1、自称 %2 的节点未在本节点登记。</translation>
    </message>
    <message>
        <source>If it is a partner, register a link to it. If you do not expect it, inform the security administrator.</source>
        <translation>如为合作节点，请为其登记链路；如非预期，请通知安全管理员。</translation>
    </message>
    <message>
        <source>Link was refused</source>
        <translation>链路被拒绝</translation>
    </message>
    <message>
        <source>%1 refused the link: %2.</source>
        <translation>%1 拒绝了链路：%2。</translation>
    </message>
    <message>
        <source>Ask the operator there whether this node is registered with its code and certificate.</source>
        <translation>请与对方操作员确认本节点的代码和证书是否已登记。</translation>
    </message>
    <message>
        <source>Packets are missing</source>
        <translation>数据包缺失</translation>
    </message>
    <message>
        <source>Stream %1 must continue with packet %2, but the provider only holds packets from %3 on.</source>
        <translation>数据流 %1 应从第 %2 包继续，但提供方仅保留第 %3 包及以后的数据包。</translation>
    </message>
    <message>
        <source>Initialize the subscription again.</source>
        <translation>请重新初始化该订阅。</translation>
    </message>
    <message>
        <source>The two ends disagree</source>
        <translation>两端不一致</translation>
    </message>
    <message>
        <source>Both nodes hold stream %1 with different contents; probably one of them was restored from an older backup.</source>
        <translation>两端节点的数据流 %1 内容不同，可能其中一端由较早的备份恢复。</translation>
    </message>
    <message>
        <source>Find out which end was restored, then initialize the subscription again.</source>
        <translation>请查明哪一端经过恢复，然后重新初始化该订阅。</translation>
    </message>
    <message>
        <source>Certificate is not accepted</source>
        <translation>证书未被接受</translation>
    </message>
    <message>
        <source>The certificate of %1 is not accepted: %2.</source>
        <translation>%1 的证书未被接受：%2。</translation>
    </message>
    <message>
        <source>Check which authority issued it and for which node, and have it replaced if necessary.</source>
        <translation>请核对证书的签发机构和所属节点，必要时更换。</translation>
    </message>
    <message>
        <source>Certificate has expired</source>
        <translation>证书已过期</translation>
    </message>
    <message>
        <source>The certificate of %1 was valid until %2.</source>
        <translation>%1 的证书已于 %2 到期。</translation>
    </message>
    <message>
        <source>Have it renewed and put the new one in its place. Check the clocks of both machines as well.</source>
        <translation>请更新证书并替换，同时检查两端机器的时钟。</translation>
    </message>
    <message>
        <source>Malformed packet was refused</source>
        <translation>已拒绝格式错误的数据包</translation>
    </message>
    <message>
        <source>A packet of stream %1 does not follow the format: %2. Nothing was changed.</source>
        <translation>数据流 %1 的一个数据包格式不符：%2。数据未受影响。</translation>
    </message>
    <message>
        <source>If the stream does not continue by itself, compare the versions of both nodes and check the network equipment between them.</source>
        <translation>如数据流未自动继续，请核对两端节点的版本，并检查其间的网络设备。</translation>
    </message>
    <message>
        <source>Packet from an unknown sender was refused</source>
        <translation>已拒绝未知发送方的数据包</translation>
    </message>
    <message>
        <source>%1 sent a packet but may not send to this node. Nothing was changed.</source>
        <translation>%1 无权向本节点发送数据包。数据未受影响。</translation>
    </message>
    <message>
        <source>Check the registered links. If you do not expect this sender, inform the security administrator.</source>
        <translation>请核对已登记的链路；如非预期的发送方，请通知安全管理员。</translation>
    </message>
    <message>
        <source>Packet of an unknown stream was refused</source>
        <translation>已拒绝未知数据流的数据包</translation>
    </message>
    <message>
        <source>Nothing on this node subscribes to stream %1.</source>
        <translation>本节点没有订阅数据流 %1。</translation>
    </message>
    <message>
        <source>Compare the subscriptions of both nodes, and end the stream at the provider when it is no longer needed.</source>
        <translation>请核对两端节点的订阅；不再需要时，请在提供方终止该数据流。</translation>
    </message>
    <message>
        <source>Altered packet was refused</source>
        <translation>已拒绝被篡改的数据包</translation>
    </message>
    <message>
        <source>Packet %2 of stream %1 fails its integrity check: it is not what the provider sealed. Nothing was changed.</source>
        <translation>数据流 %1 的第 %2 包未通过完整性校验，与提供方加密的内容不符。数据未受影响。</translation>
    </message>
    <message>
        <source>Inform the security administrator and keep the refused packet as evidence.</source>
        <translation>请通知安全管理员，并保留被拒绝的数据包作为证据。</translation>
    </message>
    <message>
        <source>Packet out of order was refused</source>
        <translation>已拒绝乱序的数据包</translation>
    </message>
    <message>
        <source>Stream %1 expects packet %2 and received packet %3.</source>
        <translation>数据流 %1 应为第 %2 包，实际收到第 %3 包。</translation>
    </message>
    <message>
        <source>The stream goes on with the expected packet. If it does not, pause and resume the subscription.</source>
        <translation>数据流将从应收的数据包继续；如未继续，请暂停后恢复该订阅。</translation>
    </message>
    <message>
        <source>Packet does not continue the stream</source>
        <translation>数据包与数据流不衔接</translation>
    </message>
    <message>
        <source>Packet %2 of stream %1 does not follow from the packet before it; probably one end was restored from an older backup.</source>
        <translation>数据流 %1 的第 %2 包与前一包不衔接，可能一端由较早的备份恢复。</translation>
    </message>
    <message>
        <source>Key is not known</source>
        <translation>密钥未知</translation>
    </message>
    <message>
        <source>Stream %1 uses key epoch %2, which this node does not hold.</source>
        <translation>数据流 %1 使用第 %2 期密钥，本节点没有该密钥。</translation>
    </message>
    <message>
        <source>Check that the link is connected, so that both nodes can agree on keys. If it stays so, compare the certificates of both nodes.</source>
        <translation>请确认链路已连接，以便两端协商密钥；如仍未解决，请核对两端节点的证书。</translation>
    </message>
    <message>
        <source>Cipher is not available</source>
        <translation>密码算法不可用</translation>
    </message>
    <message>
        <source>The cipher libraries of this machine lack SM2, SM3 or SM4.</source>
        <translation>本机的密码库不支持 SM2、SM3 或 SM4。</translation>
    </message>
    <message>
        <source>Install OpenSSL 3 and libgcrypt in the versions that the manual names, then restart the node.</source>
        <translation>请按手册要求的版本安装 OpenSSL 3 和 libgcrypt，然后重启节点。</translation>
    </message>
    <message>
        <source>Source database is not available</source>
        <translation>源数据库不可用</translation>
    </message>
    <message>
        <source>Check that the database is there and that this program may use it. Capturing continues from its position as soon as it is back.</source>
        <translation>请确认数据库存在，且本程序有使用权限。恢复后将从原位点继续捕获。</translation>
    </message>
    <message>
        <source>Table does not exist</source>
        <translation>表不存在</translation>
    </message>
    <message>
        <source>Check the name of the table, or take it out of the dataset.</source>
        <translation>请核对表名，或将其移出数据集。</translation>
    </message>
    <message>
        <source>Table has no key</source>
        <translation>表没有主键</translation>
    </message>
    <message>
        <source>Give the table a primary key, or take it out of the dataset.</source>
        <translation>请为该表设置主键，或将其移出数据集。</translation>
    </message>
    <message>
        <source>Table cannot be synchronized</source>
        <translation>表无法同步</translation>
    </message>
    <message>
        <source>Change the table as described, or take it out of the dataset.</source>
        <translation>请按上述原因修改该表，或将其移出数据集。</translation>
    </message>
    <message>
        <source>Changes are no longer held by the source</source>
        <translation>源数据库已不保留所需变更</translation>
    </message>
    <message>
        <source>Initialize the subscriptions of this source again, and let the source keep its changes longer.</source>
        <translation>请重新初始化该源数据库的订阅，并延长其变更的保留时间。</translation>
    </message>
    <message>
        <source>Capture trigger is missing</source>
        <translation>捕获触发器缺失</translation>
    </message>
    <message>
        <source>Find out who removed it, register the dataset again to restore it, then run a field level verification.</source>
        <translation>请查明原因，重新登记数据集以恢复触发器，然后执行字段级校验。</translation>
    </message>
    <message>
        <source>The source no longer keeps its log for us</source>
        <translation>来源库不再为本节点保留日志</translation>
    </message>
    <message>
        <source>&quot;%2&quot; in the source &quot;%1&quot; is gone or has lost its log. Changes from %3 to %4 cannot be captured any more.</source>
        <translation>来源库“%1”中的“%2”已不存在或已丢失日志，从 %3 到 %4 的变化无法再捕获。</translation>
    </message>
    <message>
        <source>Find out who removed it, or raise max_slot_wal_keep_size. Then load every subscription to the dataset anew: capturing begins again when the last receiver has asked.</source>
        <translation>请查明是谁移除了它，或调大 max_slot_wal_keep_size；然后重新装载该数据集的每个订阅：最后一个接收方提出后，即重新开始捕获。</translation>
    </message>
    <message>
        <source>The source&apos;s log cannot be read</source>
        <translation>无法读取来源库的日志</translation>
    </message>
    <message>
        <source>The log of the source &quot;%1&quot; cannot be read: %2.</source>
        <translation>无法读取来源库“%1”的日志：%2。</translation>
    </message>
    <message>
        <source>Let the administrator of that database change this, or choose another way of capturing.</source>
        <translation>请由该数据库的管理员调整，或改用其他捕获方式。</translation>
    </message>
    <message>
        <source>Table structure has changed</source>
        <translation>表结构已变化</translation>
    </message>
    <message>
        <source>Change the target in the same way, then initialize the subscription again, or undo the change at the source.</source>
        <translation>请对目标表做相同修改后重新初始化该订阅，或撤销源端的修改。</translation>
    </message>
    <message>
        <source>Target database is not available</source>
        <translation>目标数据库不可用</translation>
    </message>
    <message>
        <source>Check that the database is there and that this program may write to it. Loading continues from its checkpoint as soon as it is back.</source>
        <translation>请确认数据库存在，且本程序有写入权限。恢复后将从断点继续装载。</translation>
    </message>
    <message>
        <source>Target table is not empty</source>
        <translation>目标表非空</translation>
    </message>
    <message>
        <source>Empty the table, choose another target, or let the subscription replace the rows of its target.</source>
        <translation>请清空该表，或改用其他目标数据库，或允许订阅替换目标表中的数据。</translation>
    </message>
    <message>
        <source>Target table does not fit</source>
        <translation>目标表结构不符</translation>
    </message>
    <message>
        <source>Change the table of the target so that it fits, then resume the subscription.</source>
        <translation>请修改目标表使其一致，然后恢复该订阅。</translation>
    </message>
    <message>
        <source>Row in the target is not as expected</source>
        <translation>目标行与预期不符</translation>
    </message>
    <message>
        <source>Checkpoint in the target is not usable</source>
        <translation>目标断点不可用</translation>
    </message>
    <message>
        <source>If the target was restored from a backup, initialize the subscription again.</source>
        <translation>如目标数据库由备份恢复，请重新初始化该订阅。</translation>
    </message>
    <message>
        <source>Quality check failed</source>
        <translation>质量校验未通过</translation>
    </message>
    <message>
        <source>Source and target differ</source>
        <translation>源与目标不一致</translation>
    </message>
    <message>
        <source>Look at the differences, then repair them.</source>
        <translation>请查看差异，然后修复。</translation>
    </message>
    <message>
        <source>Verification failed</source>
        <translation>校验失败</translation>
    </message>
    <message>
        <source>Remove the cause and start the verification again.</source>
        <translation>请排除原因后重新校验。</translation>
    </message>
    <message>
        <source>Not available in this version</source>
        <translation>本版本暂不支持</translation>
    </message>
    <message>
        <source>This version cannot do this yet: %1.</source>
        <translation>本版本尚不支持：%1。</translation>
    </message>
    <message>
        <source>Choose another way, or wait for a later version.</source>
        <translation>请改用其他方式，或等待后续版本。</translation>
    </message>
    <message>
        <source>Configuration is not valid</source>
        <translation>配置无效</translation>
    </message>
    <message>
        <source>Correct the configuration or the command and try again.</source>
        <translation>请更正配置或命令后重试。</translation>
    </message>
    <message>
        <source>Not permitted</source>
        <translation>无权执行</translation>
    </message>
    <message>
        <source>Check the identity and the rights of both ends.</source>
        <translation>请核对两端的身份和权限。</translation>
    </message>
    <message>
        <source>Network error</source>
        <translation>网络错误</translation>
    </message>
    <message>
        <source>Check the network and whether the other end is running.</source>
        <translation>请检查网络，以及对端是否在运行。</translation>
    </message>
    <message>
        <source>Secure connection failed</source>
        <translation>安全连接失败</translation>
    </message>
    <message>
        <source>Check the certificates of both ends.</source>
        <translation>请检查两端的证书。</translation>
    </message>
    <message>
        <source>Cipher error</source>
        <translation>密码运算出错</translation>
    </message>
    <message>
        <source>Check keys and certificates; inform the security administrator.</source>
        <translation>请检查密钥和证书，并通知安全管理员。</translation>
    </message>
    <message>
        <source>Storage error</source>
        <translation>存储错误</translation>
    </message>
    <message>
        <source>Check the free space and the permissions of the disk.</source>
        <translation>请检查磁盘的可用空间和权限。</translation>
    </message>
    <message>
        <source>Database error</source>
        <translation>数据库错误</translation>
    </message>
    <message>
        <source>Check the database and the rights in it.</source>
        <translation>请检查数据库及其权限。</translation>
    </message>
    <message>
        <source>Structures do not fit</source>
        <translation>结构不一致</translation>
    </message>
    <message>
        <source>Compare the tables of source and target.</source>
        <translation>请比对源端与目标端的表结构。</translation>
    </message>
    <message>
        <source>Conflict in the target</source>
        <translation>目标数据冲突</translation>
    </message>
    <message>
        <source>Run a field level verification.</source>
        <translation>请执行字段级校验。</translation>
    </message>
    <message>
        <source>Data is damaged</source>
        <translation>数据损坏</translation>
    </message>
    <message>
        <source>Keep the data for analysis and check the disk.</source>
        <translation>请保留数据以供分析，并检查磁盘。</translation>
    </message>
    <message>
        <source>Unexpected message from the other end</source>
        <translation>收到对端的异常消息</translation>
    </message>
    <message>
        <source>Compare the versions of both ends.</source>
        <translation>请核对两端的版本。</translation>
    </message>
    <message>
        <source>No answer in time</source>
        <translation>超时未响应</translation>
    </message>
    <message>
        <source>Try again; check the load and the network if it stays so.</source>
        <translation>请重试；如仍未解决，请检查负载和网络。</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Start it again when you want it done.</source>
        <translation>需要时请重新执行。</translation>
    </message>
    <message>
        <source>Internal error</source>
        <translation>内部错误</translation>
    </message>
    <message>
        <source>Restart the program, and send the details to support.</source>
        <translation>请重启程序，并将详情提交技术支持。</translation>
    </message>
    <message>
        <source>Event %1</source>
        <translation>事件 %1</translation>
    </message>
    <message>
        <source>This version has no description of it.</source>
        <translation>本版本没有该事件的说明。</translation>
    </message>
    <message>
        <source>This version has no description of it. Its particulars: %2.</source>
        <translation>本版本没有该事件的说明。具体内容：%2。</translation>
    </message>
    <message>
        <source>Update this program, or send the details to support.</source>
        <translation>请升级程序，或将详情提交技术支持。</translation>
    </message>
    <message>
        <source>%1: %2 %3</source>
        <extracomment>What happened: why. What to do.</extracomment>
        <translation>%1：%2%3</translation>
    </message>
    <message>
        <source>%1 contains &quot;%2&quot;, which is not a setting.</source>
        <translation>%1 中的“%2”不是有效的配置项。</translation>
    </message>
    <message>
        <source>Did you mean &quot;%3&quot;? Correct the name, or remove the setting.</source>
        <translation>是否应为“%3”？请更正名称，或删除该项。</translation>
    </message>
    <message>
        <source>%1 does not contain &quot;%2&quot;, which is required.</source>
        <translation>%1 中缺少必填项“%2”。</translation>
    </message>
    <message>
        <source>Add &quot;%2&quot; and try again.</source>
        <translation>请补充“%2”后重试。</translation>
    </message>
    <message>
        <source>In %1, &quot;%2&quot; has the value &quot;%3&quot;.</source>
        <translation>%1 中“%2”的值为“%3”。</translation>
    </message>
    <message>
        <source>The path &quot;%2&quot; given for &quot;%1&quot; cannot be used: %3.</source>
        <translation>“%1”指定的路径“%2”不可用：%3。</translation>
    </message>
    <message>
        <source>The name &quot;%2&quot; is already used by another %1.</source>
        <translation>名称“%2”已被另一%1使用。</translation>
    </message>
    <message>
        <source>There is no %1 named &quot;%2&quot;.</source>
        <translation>没有名为“%2”的%1。</translation>
    </message>
    <message>
        <source>Check the name; &quot;status&quot; and the &quot;list&quot; commands show what exists on this node.</source>
        <translation>请核对名称；status 和各 list 命令显示本节点已有的内容。</translation>
    </message>
    <message>
        <source>The %1 &quot;%2&quot; is still used by %3.</source>
        <translation>%1“%2”仍被 %3 使用。</translation>
    </message>
    <message>
        <source>The worker &quot;%1&quot; stopped because of an internal error.</source>
        <translation>工作线程“%1”因内部错误停止。</translation>
    </message>
    <message>
        <source>The source &quot;%1&quot; cannot be used: %2.</source>
        <translation>源数据库“%1”不可用：%2。</translation>
    </message>
    <message>
        <source>The source &quot;%1&quot; has no table &quot;%2&quot;.</source>
        <translation>源数据库“%1”中没有表“%2”。</translation>
    </message>
    <message>
        <source>The table &quot;%2&quot; of the source &quot;%1&quot; has no primary key.</source>
        <translation>源数据库“%1”的表“%2”没有主键。</translation>
    </message>
    <message>
        <source>The table &quot;%2&quot; of the source &quot;%1&quot; cannot be synchronized: %3.</source>
        <translation>源数据库“%1”的表“%2”无法同步：%3。</translation>
    </message>
    <message>
        <source>Capturing must continue at position %2, but the source &quot;%1&quot; only holds changes from %3 on.</source>
        <translation>应从位点 %2 继续捕获，但源数据库“%1”仅保留 %3 及以后的变更。</translation>
    </message>
    <message>
        <source>The trigger &quot;%2&quot; in the source &quot;%1&quot; was removed or changed; changes may have gone unnoticed.</source>
        <translation>源数据库“%1”中的触发器“%2”被删除或修改，可能有变更未被捕获。</translation>
    </message>
    <message>
        <source>The table &quot;%2&quot; of the source &quot;%1&quot; is no longer as it was published: %3.</source>
        <translation>源数据库“%1”的表“%2”与发布时不同：%3。</translation>
    </message>
    <message>
        <source>Source is not in WAL mode</source>
        <translation>源数据库未启用 WAL 模式</translation>
    </message>
    <message>
        <source>The source &quot;%1&quot; uses the journal mode %2: reading it and writing to it block each other.</source>
        <translation>源数据库“%1”的日志模式为 %2，读写会相互阻塞。</translation>
    </message>
    <message>
        <source>Switch the database to WAL (PRAGMA journal_mode=WAL), if the systems that use it allow that.</source>
        <translation>如使用该数据库的系统允许，请切换为 WAL 模式（PRAGMA journal_mode=WAL）。</translation>
    </message>
    <message>
        <source>Text encoding is not supported</source>
        <translation>不支持的文本编码</translation>
    </message>
    <message>
        <source>The source &quot;%1&quot; is encoded as %2; only UTF-8 can be captured.</source>
        <translation>源数据库“%1”的编码为 %2，仅支持捕获 UTF-8 编码的数据库。</translation>
    </message>
    <message>
        <source>Convert the database to UTF-8, or publish the data from another one.</source>
        <translation>请将数据库转换为 UTF-8，或改由其他数据库发布。</translation>
    </message>
    <message>
        <source>Table has a further unique index</source>
        <translation>表另有唯一索引</translation>
    </message>
    <message>
        <source>The table &quot;%2&quot; of the source &quot;%1&quot; has the unique index &quot;%3&quot; beside its primary key. A statement that replaces rows because of it may remove rows without this being captured.</source>
        <translation>源数据库“%1”的表“%2”除主键外还有唯一索引“%3”。因该索引替换行的语句可能删除数据行而未被捕获。</translation>
    </message>
    <message>
        <source>Ask whether the application uses REPLACE on this table; if so, run field level verifications regularly.</source>
        <translation>请确认业务系统是否对该表使用 REPLACE；如有，请定期执行字段级校验。</translation>
    </message>
    <message>
        <source>Key column has its own collation</source>
        <translation>主键列使用特殊排序规则</translation>
    </message>
    <message>
        <source>The key column &quot;%3&quot; of the table &quot;%2&quot; in the source &quot;%1&quot; does not compare its values byte by byte: keys that differ only in case count as the same.</source>
        <translation>源数据库“%1”的表“%2”的主键列“%3”不按字节比较，例如仅大小写不同的键可能视为相同。</translation>
    </message>
    <message>
        <source>Make sure that the target compares this column in the same way.</source>
        <translation>请确认目标数据库对该列采用相同的比较规则。</translation>
    </message>
    <message>
        <source>Table has triggers of its own</source>
        <translation>表有自带触发器</translation>
    </message>
    <message>
        <source>The table &quot;%2&quot; of the source &quot;%1&quot; has the trigger &quot;%3&quot;. What it changes is captured as well, in the order in which it happens.</source>
        <translation>源数据库“%1”的表“%2”有触发器“%3”。其产生的变更也会按发生顺序被捕获。</translation>
    </message>
    <message>
        <source>Nothing needs to be done at the source. The target must not have the same trigger, or its effect happens twice.</source>
        <translation>源端无需处理。目标端不应有相同的触发器，否则其作用会重复。</translation>
    </message>
    <message>
        <source>Referenced table is not published</source>
        <translation>被引用的表未发布</translation>
    </message>
    <message>
        <source>The table &quot;%2&quot; of the source &quot;%1&quot; refers to the table &quot;%3&quot;, which is not part of the dataset.</source>
        <translation>源数据库“%1”的表“%2”引用了表“%3”，后者不在数据集中。</translation>
    </message>
    <message>
        <source>Add the referenced table to the dataset, or make sure that the target gets its rows in another way.</source>
        <translation>请将被引用的表加入数据集，或确保目标端通过其他方式获得其数据。</translation>
    </message>
    <message>
        <source>Index is not transferred</source>
        <translation>索引未传输</translation>
    </message>
    <message>
        <source>The index &quot;%3&quot; on the table &quot;%2&quot; of the source &quot;%1&quot; cannot be created in the target automatically.</source>
        <translation>源数据库“%1”的表“%2”上的索引“%3”无法在目标端自动创建。</translation>
    </message>
    <message>
        <source>Create it in the target by hand if it is needed there.</source>
        <translation>如目标端需要，请手工创建。</translation>
    </message>
    <message>
        <source>Database version is too old</source>
        <translation>数据库版本过低</translation>
    </message>
    <message>
        <source>Upgrade that database, or publish the data from another one.</source>
        <translation>请升级该数据库，或从其他数据库发布数据。</translation>
    </message>
    <message>
        <source>Source is a standby server</source>
        <translation>源数据库是备用服务器</translation>
    </message>
    <message>
        <source>The source &quot;%1&quot; is a standby: it repeats the log of another server and keeps none for us.</source>
        <translation>源数据库“%1”是备用服务器：它只重放另一台服务器的日志，不会为本系统保留日志。</translation>
    </message>
    <message>
        <source>Register the primary server as the source instead.</source>
        <translation>请改为将主服务器登记为源数据库。</translation>
    </message>
    <message>
        <source>Log does not hold the changes of rows</source>
        <translation>日志中没有行的变更内容</translation>
    </message>
    <message>
        <source>The source &quot;%1&quot; has wal_level = %2. Rows can be read from its log only with wal_level = logical.</source>
        <translation>源数据库“%1”的 wal_level 为 %2。只有 wal_level = logical 时才能从日志中读取行的变更。</translation>
    </message>
    <message>
        <source>Let the administrator run ALTER SYSTEM SET wal_level = logical and restart that server.</source>
        <translation>请管理员执行 ALTER SYSTEM SET wal_level = logical，然后重新启动该服务器。</translation>
    </message>
    <message>
        <source>No place is left for reading the log</source>
        <translation>已没有读取日志的名额</translation>
    </message>
    <message>
        <source>All %3 places that %2 allows at the source &quot;%1&quot; are taken.</source>
        <translation>源数据库“%1”中 %2 允许的 %3 个名额已全部被占用。</translation>
    </message>
    <message>
        <source>Let the administrator raise %2 and restart that server, or remove what is no longer used.</source>
        <translation>请管理员调高 %2 并重新启动该服务器，或删除不再使用的名额。</translation>
    </message>
    <message>
        <source>A right is missing</source>
        <translation>缺少权限</translation>
    </message>
    <message>
        <source>The role %2 at the source &quot;%1&quot; may not do what capturing needs.</source>
        <translation>源数据库“%1”中的角色 %2 没有捕获变更所需的权限。</translation>
    </message>
    <message>
        <source>Let the administrator run: %3</source>
        <translation>请管理员执行：%3</translation>
    </message>
    <message>
        <source>Column cannot be synchronized</source>
        <translation>列无法同步</translation>
    </message>
    <message>
        <source>A column of the table &quot;%2&quot; in the source &quot;%1&quot; has values that mean nothing in another database: %3.</source>
        <translation>源数据库“%1”的表“%2”中有一列的值在其他数据库中没有意义：%3。</translation>
    </message>
    <message>
        <source>Give the column a type that is built in, or take the table out of the dataset.</source>
        <translation>请将该列改为内置类型，或将该表移出数据集。</translation>
    </message>
    <message>
        <source>Table has no key that its log can name</source>
        <translation>表没有日志可用的主键</translation>
    </message>
    <message>
        <source>The table &quot;%2&quot; of the source &quot;%1&quot; has no usable primary key and its log does not hold whole rows. Publishing it would make its own updates fail.</source>
        <translation>源数据库“%1”的表“%2”没有可用的主键，其日志也不包含完整的行。若发布该表，它自身的更新将会失败。</translation>
    </message>
    <message>
        <source>Give the table a primary key, or run: %3</source>
        <translation>请为该表建立主键，或执行：%3</translation>
    </message>
    <message>
        <source>The table &quot;%2&quot; of the source &quot;%1&quot; has no primary key. Its rows are found in the target by their whole content, which is slower.</source>
        <translation>源数据库“%1”的表“%2”没有主键。目标端将按整行内容查找其记录，速度较慢。</translation>
    </message>
    <message>
        <source>Nothing needs to be done. A primary key would make changes of this table faster.</source>
        <translation>无需处理。若建立主键，该表的变更会更快。</translation>
    </message>
    <message>
        <source>Log does not name rows by their key</source>
        <translation>日志不以主键标识行</translation>
    </message>
    <message>
        <source>The log of the table &quot;%2&quot; in the source &quot;%1&quot; does not identify changed rows by their primary key.</source>
        <translation>源数据库“%1”的表“%2”的日志不以主键标识被修改的行。</translation>
    </message>
    <message>
        <source>Let the owner of the table run: %3</source>
        <translation>请该表的所有者执行：%3</translation>
    </message>
    <message>
        <source>Reading the table in key order is slow</source>
        <translation>按主键顺序读取该表较慢</translation>
    </message>
    <message>
        <source>The key of the table &quot;%2&quot; in the source &quot;%1&quot; is text that this database sorts in its own language&apos;s order. Both ends compare keys byte by byte, so each part that a verification reads is sorted out of the whole table.</source>
        <translation>源数据库“%1”的表“%2”的主键为文本，该数据库按自身语言的顺序排序。两端按字节比较主键，因此校验读取每一部分时都要对整个表排序。</translation>
    </message>
    <message>
        <source>Where verifications take too long, let the owner of the table run: %3</source>
        <translation>如校验耗时过长，请该表的所有者执行：%3</translation>
    </message>
    <message>
        <source>Source may lose changes in a power cut</source>
        <translation>源数据库断电时可能丢失变更</translation>
    </message>
    <message>
        <source>The source &quot;%1&quot; runs with %2 = off. After a power cut it may have lost changes that were sent already, and source and target then differ.</source>
        <translation>源数据库“%1”的 %2 为 off。断电后它可能丢失已经发送的变更，源端与目标端将不一致。</translation>
    </message>
    <message>
        <source>Let the administrator set %2 = on.</source>
        <translation>请管理员将 %2 设为 on。</translation>
    </message>
    <message>
        <source>Kept log may fill the source&apos;s disk</source>
        <translation>保留的日志可能占满源端磁盘</translation>
    </message>
    <message>
        <source>The source &quot;%1&quot; keeps its log for as long as this node has not read it, without a limit. If this node is away for long, the disk of that server may fill.</source>
        <translation>源数据库“%1”会无限制地保留本节点尚未读取的日志。若本节点长时间停用，该服务器的磁盘可能被占满。</translation>
    </message>
    <message>
        <source>Let the administrator set max_slot_wal_keep_size to what the disk can spare, and remove the dataset here before this node is taken away for good.</source>
        <translation>请管理员按磁盘余量设置 max_slot_wal_keep_size；在永久停用本节点之前，请先在此删除数据集。</translation>
    </message>
    <message>
        <source>The target &quot;%1&quot; cannot be used: %2.</source>
        <translation>目标数据库“%1”不可用：%2。</translation>
    </message>
    <message>
        <source>The table &quot;%2&quot; of the target &quot;%1&quot; already holds rows (%3) that did not come from this subscription.</source>
        <translation>目标数据库“%1”的表“%2”中已有并非来自本订阅的数据（%3 行）。</translation>
    </message>
    <message>
        <source>The table &quot;%2&quot; of the target &quot;%1&quot; differs from the source: %3.</source>
        <translation>目标数据库“%1”的表“%2”与源端不一致：%3。</translation>
    </message>
    <message>
        <source>The checkpoint in the target &quot;%1&quot; is not usable: %2.</source>
        <translation>目标数据库“%1”中的断点不可用：%2。</translation>
    </message>
    <message>
        <source>After the initial load, the rows of &quot;%1&quot; did not pass: %2.</source>
        <translation>初始化后，“%1”的数据未通过质量校验：%2。</translation>
    </message>
    <message>
        <source>The verification of &quot;%1&quot; found rows that differ: %2.</source>
        <translation>“%1”的校验发现不一致的行数：%2。</translation>
    </message>
    <message>
        <source>The verification of &quot;%1&quot; could not be finished: %2.</source>
        <translation>“%1”的校验未能完成：%2。</translation>
    </message>
    <message>
        <source>Find out why. Then accept the rows as they are and verify and repair them while it goes on, or load the subscription again (&quot;subscription reload&quot;).</source>
        <translation>请查明原因。然后接受现有的行，在继续同步的同时校验并修复；或重新装载该订阅（“subscription reload”）。</translation>
    </message>
    <message>
        <source>A verification is overdue</source>
        <translation>校验已逾期</translation>
    </message>
    <message>
        <source>&quot;%1&quot; was to be verified at %2, which is not possible: %3.</source>
        <translation>“%1” 应于 %2 校验，但无法开始：%3。</translation>
    </message>
    <message>
        <source>Remove the cause; it then begins by itself.</source>
        <translation>请排除原因，之后会自动开始。</translation>
    </message>
    <message>
        <source>The source&apos;s log may run out</source>
        <translation>源端日志可能耗尽</translation>
    </message>
    <message>
        <source>The source of the dataset &quot;%1&quot; keeps its log for us in the slot &quot;%2&quot; (state: %4). As fast as it is written now, it runs out in about %3 hours.</source>
        <translation>数据集“%1”的源端在复制槽“%2”中为本节点保留日志（状态：%4）。按目前的写入速度，约 %3 小时后耗尽。</translation>
    </message>
    <message>
        <source>Look why changes are not taken: a link or target that is down, a full disk here. Or raise max_slot_wal_keep_size at the source. When it has run out, the dataset must be loaded again.</source>
        <translation>请查明变更为何未被取走：链路或目标库中断、本机磁盘已满等；或在源端调大 max_slot_wal_keep_size。日志一旦耗尽，数据集必须重新装载。</translation>
    </message>
    <message>
        <source>The source is another server, or has another history</source>
        <translation>源端已是另一台服务器或另一条历史</translation>
    </message>
    <message>
        <source>Changes of the source &quot;%1&quot; were read from system and timeline %2. What answers now is %3: a server that was promoted, restored or set up anew. Our place in the log means nothing there.</source>
        <translation>源“%1”的变更此前读自系统及时间线 %2，现在应答的是 %3：该服务器曾被提升、恢复或重建，我方的日志位点在那里没有意义。</translation>
    </message>
    <message>
        <source>If the old server comes back, register the source again as it was. Else load every subscription to its datasets anew: when the last receiver has asked, capturing begins at the new server.</source>
        <translation>若原服务器恢复，请按原样重新登记该源；否则请重新装载其数据集的每个订阅：最后一个接收方提出后，即从新服务器开始捕获。</translation>
    </message>
    <message>
        <source>The row with key %2 in the table &quot;%1&quot; is not as the source says: %3 (%4). Probably someone else changed the target.</source>
        <translation>表“%1”中键为 %2 的行与源端所述不符：%3（%4）。可能有其他人改动了目标。</translation>
    </message>
    <message>
        <source>Mend the row or the table and resume the subscription, or let it set such rows aside (&quot;--on-row-error&quot;, &quot;--on-conflict&quot;). Find out who else writes to this table.</source>
        <translation>请修正该行或该表后恢复订阅，或让订阅搁置这类行（“--on-row-error”、“--on-conflict”）。并查明还有谁在写这张表。</translation>
    </message>
    <message>
        <source>Rows were set aside</source>
        <translation>有行被搁置</translation>
    </message>
    <message>
        <source>The target of &quot;%1&quot; did not take some rows; set aside: %2. All others were applied.</source>
        <translation>“%1”的目标未接受部分行；已搁置：%2。其余各行均已加载。</translation>
    </message>
    <message>
        <source>Look at them (&quot;exceptions list&quot;), mend what they say, and let them be sent again (&quot;exceptions resend&quot;) or dismiss them.</source>
        <translation>请查看这些行（“exceptions list”），修正所述问题后让其重发（“exceptions resend”），或予以放弃。</translation>
    </message>
    <message>
        <source>Conflicts wait for a decision</source>
        <translation>有冲突等待决定</translation>
    </message>
    <message>
        <source>Rows of &quot;%1&quot; were changed at the target as well; waiting: %2. The target&apos;s rows stay as they are until then.</source>
        <translation>“%1”的部分行在目标端也被改动；等待决定：%2。在此之前目标端的行保持不变。</translation>
    </message>
    <message>
        <source>Look at them (&quot;exceptions list&quot;) and decide for each which side is right (&quot;conflicts resolve&quot;).</source>
        <translation>请查看这些行（“exceptions list”），并逐一决定以哪一端为准（“conflicts resolve”）。</translation>
    </message>
    <message>
        <source>Table is parked</source>
        <translation>表已挂起</translation>
    </message>
    <message>
        <source>The changes of the table &quot;%2&quot; of &quot;%1&quot; wait in the target, the other tables go on: %3.</source>
        <translation>“%1”的表“%2”的变更在目标中等待，其他表照常进行：%3。</translation>
    </message>
    <message>
        <source>Change the table of the target so that it fits. It goes on by itself, or at once with &quot;subscription unpark&quot;.</source>
        <translation>请修改目标的表使其相符。之后会自动继续，也可用“subscription unpark”立即继续。</translation>
    </message>
    <message>
        <source>This is over, or of another kind</source>
        <translation>该条目已了结，或属于其他种类</translation>
    </message>
    <message>
        <source>The exception %1 is %2; it must be %3 for this.</source>
        <translation>异常 %1 的状态是 %2；此操作要求为 %3。</translation>
    </message>
    <message>
        <source>Look at it with &quot;exceptions show&quot;.</source>
        <translation>请用“exceptions show”查看。</translation>
    </message>
    <message>
        <source>The subscription cannot be served like this</source>
        <translation>订阅内容无法提供</translation>
    </message>
    <message>
        <source>Stream %1 wants a part of table &quot;%2&quot; that the source cannot send: %3.</source>
        <translation>流 %1 要求的表“%2”的部分内容，源端无法发送：%3。</translation>
    </message>
    <message>
        <source>Correct the columns or the filter of the subscription and add it again with &quot;--reload --yes&quot;.</source>
        <translation>更正订阅的列或过滤条件，然后用“--reload --yes”重新添加。</translation>
    </message>
    <message>
        <source>The source&apos;s tables no longer fit the subscription</source>
        <translation>源端表结构与订阅不再相符</translation>
    </message>
    <message>
        <source>Stream %1 stands where the structure of table &quot;%2&quot; changes: %3.</source>
        <translation>流 %1 停在表“%2”结构变化之处：%3。</translation>
    </message>
    <message>
        <source>Change the columns or the filter of the subscription and add it again with &quot;--reload --yes&quot;, or have the source&apos;s table restored.</source>
        <translation>修改订阅的列或过滤条件，用“--reload --yes”重新添加；或者恢复源端的表。</translation>
    </message>
    <message>
        <source>Names at the target do not fit</source>
        <translation>目标端名称不合适</translation>
    </message>
    <message>
        <source>Table &quot;%2&quot; cannot have the name or columns at target &quot;%1&quot; that the subscription says: %3.</source>
        <translation>在目标“%1”上，表“%2”无法使用订阅规定的名称或列：%3。</translation>
    </message>
    <message>
        <source>Correct the table mapping of the subscription and add it again with &quot;--reload --yes&quot;.</source>
        <translation>更正订阅的表映射，然后用“--reload --yes”重新添加。</translation>
    </message>
    <message>
        <source>The mapping of a running subscription stays</source>
        <translation>正在运行的订阅不能更改映射</translation>
    </message>
    <message>
        <source>Subscription &quot;%1&quot; exists and takes other columns, rows or names. What is in the target would no longer be what it says.</source>
        <translation>订阅“%1”已存在，且其列、行或名称不同。目标端已有的内容将与之不符。</translation>
    </message>
    <message>
        <source>Add it again with &quot;--reload --yes&quot;: all rows of its tables at the target are replaced. Or give it another name.</source>
        <translation>用“--reload --yes”重新添加：目标端相应表的所有行将被替换。或者另取一个名称。</translation>
    </message>
    <message>
        <source>A change of structure waits for approval</source>
        <translation>结构变更等待批准</translation>
    </message>
    <message>
        <source>Before subscription &quot;%1&quot; goes on, this would be run at its target: %2.</source>
        <translation>订阅“%1”继续之前，将在目标端执行：%2。</translation>
    </message>
    <message>
        <source>Read it (&quot;structure show&quot;), then approve it: &quot;subscription approve-structure %1 --yes&quot;. Or make the tables yourself and resume.</source>
        <translation>先查看（“structure show”），再批准：“subscription approve-structure %1 --yes”。也可以自行建表后恢复订阅。</translation>
    </message>
    <message>
        <source>Target is older than what was tried</source>
        <translation>目标数据库版本较旧</translation>
    </message>
    <message>
        <source>The target &quot;%1&quot; is version %2. This program was tried with PostgreSQL 14 and later.</source>
        <translation>目标“%1”的版本是 %2。本程序在 PostgreSQL 14 及以后的版本上试用过。</translation>
    </message>
    <message>
        <source>Try it with a copy first, or update the server.</source>
        <translation>请先在副本上试用，或升级该服务器。</translation>
    </message>
    <message>
        <source>Target is a standby server</source>
        <translation>目标是备用服务器</translation>
    </message>
    <message>
        <source>The target &quot;%1&quot; is a standby: nothing can be written there.</source>
        <translation>目标“%1”是备库，不能写入。</translation>
    </message>
    <message>
        <source>Register the primary server as the target.</source>
        <translation>请把主库登记为目标。</translation>
    </message>
    <message>
        <source>Target cannot store every character</source>
        <translation>目标不能存储所有字符</translation>
    </message>
    <message>
        <source>The target &quot;%1&quot; is encoded in %2. A row with a character that this encoding has not is refused when it comes.</source>
        <translation>目标“%1”的编码是 %2。含有该编码所没有的字符的行会被拒收。</translation>
    </message>
    <message>
        <source>Use a database with UTF-8 where names may hold rare characters.</source>
        <translation>姓名等可能含生僻字时，请使用 UTF-8 编码的数据库。</translation>
    </message>
    <message>
        <source>The role %2 at the target &quot;%1&quot; may not do what loading needs.</source>
        <translation>目标“%1”的角色 %2 没有装载所需的权限。</translation>
    </message>
    <message>
        <source>Target&apos;s triggers fire</source>
        <translation>目标的触发器会执行</translation>
    </message>
    <message>
        <source>The role %2 may not switch off the triggers of the target &quot;%1&quot;: they fire for rows that come from the source, references are checked row by row, and loading takes longer.</source>
        <translation>角色 %2 无权关闭目标“%1”的触发器：对来自源的行它们会执行，外键逐行检查，装载较慢。</translation>
    </message>
    <message>
        <source>Where that is not wanted, let the administrator run (PostgreSQL 15 and later): %3</source>
        <translation>若不希望如此，请管理员执行（PostgreSQL 15 及以后）：%3</translation>
    </message>
    <message>
        <source>Target may lose rows in a power cut</source>
        <translation>断电时目标可能丢失数据</translation>
    </message>
    <message>
        <source>The target &quot;%1&quot; runs with %2 = off. After a power cut it may have lost rows that count as applied.</source>
        <translation>目标“%1”设置了 %2 = off。断电后，已计为装载的行可能丢失。</translation>
    </message>
    <message>
        <source>Rights were not given</source>
        <translation>未能授予权限</translation>
    </message>
    <message>
        <source>The database &quot;%1&quot; refused %2: %3. Nothing was changed.</source>
        <translation>数据库“%1”拒绝了 %2：%3。没有任何更改。</translation>
    </message>
    <message>
        <source>Name an administrator who may do that, or send the statements to the one who may.</source>
        <translation>请指定有此权限的管理员，或把语句交给有权限的人执行。</translation>
    </message>
    <message>
        <source>The name is not allowed</source>
        <translation>名称不符合规范</translation>
    </message>
    <message>
        <source>&quot;%1&quot;, character %2: %3.</source>
        <translation>“%1”，第 %2 个字符：%3。</translation>
    </message>
    <message>
        <source>Change the name at that place. The rules are in docs/file-names.md.</source>
        <translation>请修改该处。命名规则见 docs/file-names.md。</translation>
    </message>
    <message>
        <source>The encoding of a text is not known</source>
        <translation>文本编码无法识别</translation>
    </message>
    <message>
        <source>What encoding %1 is in cannot be told from its bytes.</source>
        <translation>无法根据内容判断 %1 的编码。</translation>
    </message>
    <message>
        <source>Name the encoding in the task, or convert the file to UTF-8.</source>
        <translation>请在任务中指定编码，或将文件转换为 UTF-8。</translation>
    </message>
    <message>
        <source>A text cannot be converted to UTF-8</source>
        <translation>文本无法转换为 UTF-8</translation>
    </message>
    <message>
        <source>%1: the bytes at offset %2 are no character of %3.</source>
        <translation>%1：偏移 %2 处的字节不是 %3 的字符。</translation>
    </message>
    <message>
        <source>Mend the file there, name its true encoding in the task, or send it without conversion.</source>
        <translation>请修正该处，或在任务中指定正确的编码，或不作转换直接发送。</translation>
    </message>
    <message>
        <source>The parts of a file cannot be joined</source>
        <translation>分割文件无法合并</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <translation>%1：%2。</translation>
    </message>
    <message>
        <source>Let the sender send the missing or wrong parts again. Nothing is joined until all are there and the whole is as it was.</source>
        <translation>请发送方重发缺少或有误的分割文件。全部到齐且与原文件一致之前不会合并。</translation>
    </message>
    <message>
        <source>An archive was refused</source>
        <translation>压缩包被拒绝</translation>
    </message>
    <message>
        <source>%1, entry &quot;%2&quot;: %3.</source>
        <translation>%1，条目“%2”：%3。</translation>
    </message>
    <message>
        <source>Nothing of it was unpacked. Ask its sender for a sound archive.</source>
        <translation>未解压其中任何内容。请向发送方索取正常的压缩包。</translation>
    </message>
    <message>
        <source>Another node answers</source>
        <translation>应答的是另一个节点</translation>
    </message>
    <message>
        <source>At %1 node %2 should answer, but %3 does.</source>
        <translation>%1 处应由节点 %2 应答，实际应答的是 %3。</translation>
    </message>
    <message>
        <source>Check the address of the link. If the address is right, ask the operator there which certificate the node uses.</source>
        <translation>请检查链路地址。如果地址无误，请向对方操作员确认其节点使用的证书。</translation>
    </message>
    <message>
        <source>Identity was not proved</source>
        <translation>身份未得到证明</translation>
    </message>
    <message>
        <source>%1 did not prove its SM2 identity: %2.</source>
        <translation>%1 未能证明其 SM2 身份：%2。</translation>
    </message>
    <message>
        <source>Nothing was sent. Check whether a device on the way ends TLS connections, and inform the security administrator.</source>
        <translation>未发送任何数据。请检查途中是否有设备终结 TLS 连接，并通知安全管理员。</translation>
    </message>
    <message>
        <source>Certificate was revoked</source>
        <translation>证书已被吊销</translation>
    </message>
    <message>
        <source>The certificate of %1 was revoked by its authority.</source>
        <translation>%1 的证书已被其证书机构吊销。</translation>
    </message>
    <message>
        <source>The link stays closed. Ask the security administrator why; a node that is trusted again needs a new certificate.</source>
        <translation>链路保持断开。请向安全管理员了解原因；重新获得信任的节点需要新证书。</translation>
    </message>
    <message>
        <source>Certificate will expire</source>
        <translation>证书即将到期</translation>
    </message>
    <message>
        <source>The certificate %1 is valid until %2, days left: %3.</source>
        <translation>证书 %1 的有效期至 %2，剩余天数：%3。</translation>
    </message>
    <message>
        <source>Have it renewed and put the new files in place of the old ones; the node takes them while it runs.</source>
        <translation>请更新证书并用新文件替换旧文件；节点运行中即可采用。</translation>
    </message>
    <message>
        <source>Revocation list is missing</source>
        <translation>缺少吊销列表</translation>
    </message>
    <message>
        <source>There is no revocation list of %1, so none of its certificates can be accepted.</source>
        <translation>没有 %1 的吊销列表，因此不能接受其任何证书。</translation>
    </message>
    <message>
        <source>Get the list from the authority and give it to the node with &quot;busheng-node trust&quot;.</source>
        <translation>请从证书机构取得列表，并用“busheng-node trust”交给节点。</translation>
    </message>
    <message>
        <source>Revocation list is out of date</source>
        <translation>吊销列表已过期</translation>
    </message>
    <message>
        <source>The next revocation list of %1 was due on %2.</source>
        <translation>%1 的下一份吊销列表应于 %2 发布。</translation>
    </message>
    <message>
        <source>Get the newest list from the authority and give it to the node with &quot;busheng-node trust&quot;. Until then new links are refused.</source>
        <translation>请从证书机构取得最新列表，并用“busheng-node trust”交给节点。在此之前拒绝新链路。</translation>
    </message>
    <message>
        <source>Revocation list is not accepted</source>
        <translation>吊销列表不被接受</translation>
    </message>
    <message>
        <source>The revocation list %1 is not accepted: %2.</source>
        <translation>吊销列表 %1 不被接受：%2。</translation>
    </message>
    <message>
        <source>Get the list from the authority again. The former list stays in use while it is valid.</source>
        <translation>请重新从证书机构取得列表。原列表在有效期内继续使用。</translation>
    </message>
    <message>
        <source>Revocation list will be out of date</source>
        <translation>吊销列表即将过期</translation>
    </message>
    <message>
        <source>The next revocation list of %1 is due on %2, hours left: %3.</source>
        <translation>%1 的下一份吊销列表应于 %2 发布，剩余小时数：%3。</translation>
    </message>
    <message>
        <source>Give the node the newest list before then; without it links are refused.</source>
        <translation>请在此之前把最新列表交给节点，否则将拒绝链路。</translation>
    </message>
    <message>
        <source>Cipher suite is not allowed</source>
        <translation>密码套件不被允许</translation>
    </message>
    <message>
        <source>%1 asks for the cipher suite %2; this node takes %3 only.</source>
        <translation>%1 要求使用密码套件 %2，本节点只接受 %3。</translation>
    </message>
    <message>
        <source>Agree on one suite with the other side and write it into &quot;crypto&quot; in node.json at both ends, then restart the nodes. Nothing was taken under the other suite.</source>
        <translation>请与对方商定同一套件，写入双方 node.json 的 &quot;crypto&quot; 一节，然后重启节点。按另一套件到来的内容一概没有接收。</translation>
    </message>
    <message>
        <source>Cipher device does not work</source>
        <translation>密码设备不可用</translation>
    </message>
    <message>
        <source>The cipher device %1 cannot be used: %2. Nothing stands in for it.</source>
        <translation>密码设备 %1 不能使用：%2。不会用其他实现代替它。</translation>
    </message>
    <message>
        <source>Check the device and its library, or ask its maker, then restart the node. Without &quot;device&quot; in node.json the software suite is used.</source>
        <translation>请检查设备及其程序库，或询问厂商，然后重启节点。node.json 中不写 &quot;device&quot; 时使用软件套件。</translation>
    </message>
    <message>
        <source>Vault does not open</source>
        <translation>密钥库打不开</translation>
    </message>
    <message>
        <source>The vault %1 does not open: %2.</source>
        <translation>密钥库 %1 打不开：%2。</translation>
    </message>
    <message>
        <source>Name cannot be used</source>
        <translation>名称不可用</translation>
    </message>
    <message>
        <source>&quot;%1&quot; cannot be the name or path of a file here.</source>
        <translation>“%1”不能用作文件的名称或路径。</translation>
    </message>
    <message>
        <source>Use a path beneath the directory, without &apos;.&apos;, &apos;..&apos; and control characters.</source>
        <translation>请使用目录之下的路径，不含“.”“..”和控制字符。</translation>
    </message>
    <message>
        <source>File changed while being sent</source>
        <translation>文件在发送过程中发生变化</translation>
    </message>
    <message>
        <source>&quot;%1&quot; changed while it was being sent; what was sent of it was thrown away.</source>
        <translation>“%1”在发送过程中发生变化，已发送的部分已作废。</translation>
    </message>
    <message>
        <source>It is sent again by itself. Have its producer put it there by rename, or with the client&apos;s put.</source>
        <translation>系统会自动重发。请让文件生产方通过重命名或客户端的 put 命令提交文件。</translation>
    </message>
    <message>
        <source>File is gone</source>
        <translation>文件已不存在</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no longer there.</source>
        <translation>“%1”已不存在。</translation>
    </message>
    <message>
        <source>Nothing needs to be done, unless it should be there.</source>
        <translation>如果该文件不应消失，请检查其去向；否则无需处理。</translation>
    </message>
    <message>
        <source>Not a plain file</source>
        <translation>不是普通文件</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is neither a plain file nor a directory and was left out.</source>
        <translation>“%1”既不是普通文件也不是目录，已跳过。</translation>
    </message>
    <message>
        <source>Put the file itself there instead of a link or a device.</source>
        <translation>请放置文件本身，而不是链接或设备。</translation>
    </message>
    <message>
        <source>File is not whole yet</source>
        <translation>文件尚未完整</translation>
    </message>
    <message>
        <source>The producer of &quot;%1&quot; is not done with it; it was left out.</source>
        <translation>“%1”的生产方尚未写完，已跳过。</translation>
    </message>
    <message>
        <source>It is sent by the next run once it is whole.</source>
        <translation>文件完整后将由下一次执行发送。</translation>
    </message>
    <message>
        <source>Files were not delivered</source>
        <translation>有文件未送达</translation>
    </message>
    <message>
        <source>%2 files of task &quot;%1&quot; failed in spite of all resends and are in the failed directory.</source>
        <translation>任务“%1”有 %2 个文件在全部重发后仍未成功，已放入失败目录。</translation>
    </message>
    <message>
        <source>Look at the reasons (&quot;task files RUN --state failed&quot;), remove their cause, then &quot;task resend %1&quot;.</source>
        <translation>请查看原因（“task files RUN --state failed”），排除后执行“task resend %1”。</translation>
    </message>
    <message>
        <source>Transfer was refused</source>
        <translation>文件传输被拒绝</translation>
    </message>
    <message>
        <source>Node %2 does not take the files of task &quot;%1&quot;: %3.</source>
        <translation>节点 %2 不接收任务“%1”的文件：%3。</translation>
    </message>
    <message>
        <source>Settle it with the operator of that node; the task tries again by itself.</source>
        <translation>请与对方节点的运维人员协商；任务会自动重试。</translation>
    </message>
    <message>
        <source>Files are not as they were sent</source>
        <translation>文件与发送内容不符</translation>
    </message>
    <message>
        <source>What came for task &quot;%1&quot; from or about node %2 does not fit: %3. Nothing of it was kept.</source>
        <translation>任务“%1”与节点 %2 之间的内容不符：%3。相关内容未保留。</translation>
    </message>
    <message>
        <source>It is sent again by itself. If it comes again, have the node and the line examined.</source>
        <translation>系统会自动重发。若再次出现，请检查该节点和线路。</translation>
    </message>
    <message>
        <source>Task is running</source>
        <translation>任务正在执行</translation>
    </message>
    <message>
        <source>Task &quot;%1&quot; is running.</source>
        <translation>任务“%1”正在执行。</translation>
    </message>
    <message>
        <source>Wait for its end, or stop it first.</source>
        <translation>请等待其结束，或先停止它。</translation>
    </message>
    <message>
        <source>Task is not running</source>
        <translation>任务未在执行</translation>
    </message>
    <message>
        <source>Task &quot;%1&quot; is not running.</source>
        <translation>任务“%1”未在执行。</translation>
    </message>
    <message>
        <source>Start it first.</source>
        <translation>请先启动任务。</translation>
    </message>
    <message>
        <source>Files cannot be stored</source>
        <translation>文件无法存储</translation>
    </message>
    <message>
        <source>What comes from node %1 cannot be stored: %2.</source>
        <translation>来自节点 %1 的文件无法存储：%2。</translation>
    </message>
    <message>
        <source>Make room or mend the file system; the sender tries again by itself.</source>
        <translation>请腾出空间或修复文件系统；发送方会自动重试。</translation>
    </message>
    <message>
        <source>The source &quot;%1&quot; runs version %2. Its log can be read from PostgreSQL 14 or MariaDB 10.5 on.</source>
        <translation>源数据库“%1”的版本为 %2。自 PostgreSQL 14 或 MariaDB 10.5 起才能读取其日志。</translation>
    </message>
    <message>
        <source>Source does not log rows as they are needed</source>
        <translation>数据源记录日志的方式不符合要求</translation>
    </message>
    <message>
        <source>The source &quot;%1&quot; runs with %2 = %3. The changes of rows can be read from its log only when it names every row whole.</source>
        <translation>数据源“%1”当前设置为 %2 = %3。只有日志完整记录每一行时，才能从中读取行的变更。</translation>
    </message>
    <message>
        <source>Let the administrator run: %4</source>
        <translation>请管理员执行：%4</translation>
    </message>
    <message>
        <source>Source keeps its log for a short time</source>
        <translation>数据源日志保留时间过短</translation>
    </message>
    <message>
        <source>The source &quot;%1&quot; deletes its binary log after %2 hours, whether it was read or not. If this node or the link is down for longer, the tables have to be loaded anew.</source>
        <translation>数据源“%1”在 %2 小时后删除二进制日志，不论是否已读取。如果本节点或链路中断超过该时间，这些表必须重新初始化。</translation>
    </message>
    <message>
        <source>Let the administrator raise binlog_expire_logs_seconds, to a week for example.</source>
        <translation>请管理员调大 binlog_expire_logs_seconds，例如一周。</translation>
    </message>
    <message>
        <source>Another copy of this node has taken over</source>
        <translation>本节点已由另一份副本接管</translation>
    </message>
    <message>
        <source>Node %1 was restored elsewhere from a backup; %2 works with that one and with no other copy.</source>
        <translation>节点 %1 已在别处从备份恢复；%2 只与恢复后的副本协作，不接受其他副本。</translation>
    </message>
    <message>
        <source>Shut this copy down for good if the other one is right. If this one is right, make a backup of it and restore that: it then takes over again.</source>
        <translation>如以另一份为准，请永久停用本副本。如以本副本为准，请备份本副本并从该备份恢复，恢复后即重新接管。</translation>
    </message>
    <message>
        <source>Written by a later version</source>
        <translation>由更高版本写入</translation>
    </message>
    <message>
        <source>%1 has format version %2; this program knows versions up to %3. Nothing was changed.</source>
        <translation>%1 的格式版本为 %2，本程序最高支持 %3。未作任何改动。</translation>
    </message>
    <message>
        <source>Install the later version of the program, or go back to the state before the upgrade with &quot;busheng-node rollback&quot;.</source>
        <translation>请安装更高版本的程序，或用 “busheng-node rollback” 回退到升级前的状态。</translation>
    </message>
    <message>
        <source>Rolled back for an earlier version</source>
        <translation>已为较低版本回退</translation>
    </message>
    <message>
        <source>%1 was rolled back to its state before the upgrade and waits for version %2; this is version %3.</source>
        <translation>%1 已回退到升级前的状态，等待版本 %2；当前程序为版本 %3。</translation>
    </message>
    <message>
        <source>Install version %2, or upgrade again with &quot;busheng-node upgrade&quot;.</source>
        <translation>请安装版本 %2，或用 “busheng-node upgrade” 再次升级。</translation>
    </message>
    <message>
        <source>Nothing to roll back to</source>
        <translation>没有可回退的状态</translation>
    </message>
    <message>
        <source>%1 holds no state from before an upgrade. Nothing was changed.</source>
        <translation>%1 中没有升级前的状态。未作任何改动。</translation>
    </message>
    <message>
        <source>Check the data directory; a state is kept only when a later version of the program starts on it.</source>
        <translation>请检查数据目录；只有更高版本的程序首次在其上启动时才会保留升级前的状态。</translation>
    </message>
    <message>
        <source>Not enough disk space</source>
        <translation>磁盘空间不足</translation>
    </message>
    <message>
        <source>%1 needs %2 MiB of free space for this and has %3 MiB. Nothing was changed.</source>
        <translation>%1 需要 %2 MiB 可用空间，现有 %3 MiB。未作任何改动。</translation>
    </message>
    <message>
        <source>Make room there, and try again.</source>
        <translation>请腾出空间后重试。</translation>
    </message>
    <message>
        <source>Backup cannot be used</source>
        <translation>备份无法使用</translation>
    </message>
    <message>
        <source>%1 cannot be used: %2. Nothing was changed.</source>
        <translation>%1 无法使用：%2。未作任何改动。</translation>
    </message>
    <message>
        <source>Copy the file again from where it is kept, or take another backup.</source>
        <translation>请从保存处重新复制该文件，或改用另一份备份。</translation>
    </message>
    <message>
        <source>Backup of another node</source>
        <translation>备份属于其他节点</translation>
    </message>
    <message>
        <source>%1 is a backup of node %2, not of %3. Nothing was changed.</source>
        <translation>%1 是节点 %2 的备份，不是 %3 的备份。未作任何改动。</translation>
    </message>
    <message>
        <source>Take the backup of the right node, or name the node it is of.</source>
        <translation>请使用正确节点的备份，或指定该备份所属的节点。</translation>
    </message>
    <message>
        <source>Not allowed on this link</source>
        <translation>此链路不允许</translation>
    </message>
    <message>
        <source>The link with %1 does not allow %2.</source>
        <translation>与 %1 的链路不允许：%2。</translation>
    </message>
    <message>
        <source>If it should, change what may cross the link (page Links, or busheng-client link rights). Nothing was lost.</source>
        <translation>如确应允许，请修改该链路允许通过的内容（“链路”页，或 busheng-client link rights）。没有数据丢失。</translation>
    </message>
    <message>
        <source>Check the passphrase file that node.json names, or sign in to the desktop whose keychain has it. If the file was changed, bring the vault back from a backup of the same time.</source>
        <translation>请检查 node.json 指定的口令文件，或登录其钥匙串存有口令的桌面。如文件已被改动，请用同一时间的备份恢复密钥库。</translation>
    </message>
    <message>
        <source>Parts cannot be joined</source>
        <translation>分卷无法合并</translation>
    </message>
    <message>
        <source>The parts of &quot;%1&quot; that have arrived cannot be joined: %2.</source>
        <translation>已到达的“%1”的分卷无法合并：%2。</translation>
    </message>
    <message>
        <source>Have their sender send the file again. The parts are still there.</source>
        <translation>请发送方重新发送该文件。各分卷仍在原处。</translation>
    </message>
    <message>
        <source>Rows could not be exported</source>
        <translation>数据无法导出</translation>
    </message>
    <message>
        <source>Task &quot;%1&quot; could not export rows of &quot;%2&quot;: %3.</source>
        <translation>任务“%1”无法从“%2”导出数据：%3。</translation>
    </message>
    <message>
        <source>Nothing of it was sent. Correct the table or query of the task, or see to the database; then start the task again.</source>
        <translation>未发送任何内容。请改正任务的表或查询，或检查数据库，然后重新启动任务。</translation>
    </message>
    <message>
        <source>No rows to send</source>
        <translation>没有可发送的数据</translation>
    </message>
    <message>
        <source>What task &quot;%1&quot; exports of &quot;%2&quot; has no rows; no file was sent.</source>
        <translation>任务“%1”从“%2”导出的内容没有任何行；未发送文件。</translation>
    </message>
    <message>
        <source>Nothing needs to be done, unless there should be rows.</source>
        <translation>无需处理；若本应有数据，请检查。</translation>
    </message>
    <message>
        <source>Target cannot have a column</source>
        <translation>目标库无法建立某些列</translation>
    </message>
    <message>
        <source>The table &quot;%2&quot; has columns that the target &quot;%1&quot;, a database of another kind, cannot have: %3.</source>
        <translation>表“%2”中有一些列，是另一种数据库的目标“%1”无法建立的：%3。</translation>
    </message>
    <message>
        <source>Leave these columns out of the subscription (&quot;--columns&quot;), or change their types at the source. The page on types says which have a counterpart.</source>
        <translation>请在订阅中去掉这些列（“--columns”），或在源端更改其类型。类型对照页说明了哪些类型有对应类型。</translation>
    </message>
    <message>
        <source>Target cannot hold a value</source>
        <translation>目标库无法存放某个值</translation>
    </message>
    <message>
        <source>The row with key %2 in the table &quot;%1&quot; has a value in the column &quot;%3&quot; that the target cannot hold as it is: %4. Nothing of the row was written.</source>
        <translation>表“%1”中键为 %2 的行，其列“%3”的值无法原样存入目标库：%4。该行未写入任何内容。</translation>
    </message>
    <message>
        <source>Mend the value at the source and load the data again, or leave the column out of the subscription (&quot;--columns&quot;).</source>
        <translation>请在源端更正该值后重新装载数据，或在订阅中去掉该列（“--columns”）。</translation>
    </message>
    <message>
        <source>The route cannot read by this column</source>
        <translation>此列不能用于该同步技术路线</translation>
    </message>
    <message>
        <source>The column &quot;%3&quot; of the table &quot;%2&quot; in the source &quot;%1&quot;: %4.</source>
        <translation>源“%1”中表“%2”的列“%3”：%4。</translation>
    </message>
    <message>
        <source>Name another column, leave the table out, have the column filled and made NOT NULL at the source, or publish the tables by another route.</source>
        <translation>请另选一列、去掉该表、在源端补齐该列并设为 NOT NULL，或改用其他技术路线发布这些表。</translation>
    </message>
    <message>
        <source>Each look reads the whole table</source>
        <translation>每次查询都要读取整张表</translation>
    </message>
    <message>
        <source>The column by which the table &quot;%2&quot; of the source &quot;%1&quot; is read has no index: each look for changes reads all of its rows.</source>
        <translation>源“%1”的表“%2”所依据的列没有索引：每次查找变化都要读取全部行。</translation>
    </message>
    <message>
        <source>Let the administrator of that database run: %3</source>
        <translation>请该数据库的管理员执行：%3</translation>
    </message>
    <message>
        <source>Link uses its standby line</source>
        <translation>链路正走备线路</translation>
    </message>
    <message>
        <source>The main line %3 to %1 does not answer; the link goes over %2.</source>
        <translation>到 %1 的主线路 %3 无应答；链路改走 %2。</translation>
    </message>
    <message>
        <source>Have the main line mended. The link goes back to it by itself.</source>
        <translation>请修复主线路。修复后链路自动切回。</translation>
    </message>
    <message>
        <source>Database is used at a standby address</source>
        <translation>数据库正使用备用地址</translation>
    </message>
    <message>
        <source>The database &quot;%1&quot; is used at %2, because its main address %3 does not answer or is not the primary server.</source>
        <translation>数据库“%1”正使用 %2，因为其主地址 %3 无应答，或不是主库。</translation>
    </message>
    <message>
        <source>Have the main server mended. When the roles of the servers have changed for good, register the database with the addresses in their new order.</source>
        <translation>请修复主服务器。若各服务器的角色已永久改变，请按新的顺序重新登记该数据库的地址。</translation>
    </message>
    <message>
        <source>No address of the database can be used</source>
        <translation>数据库没有可用的地址</translation>
    </message>
    <message>
        <source>The database &quot;%1&quot; has no address with a primary server that fits: %2.</source>
        <translation>数据库“%1”没有一个地址是相符的主库：%2。</translation>
    </message>
    <message>
        <source>Nothing is written elsewhere meanwhile; it is tried again by itself. Have the primary server started, or a standby promoted. If another database is meant from now on, register it anew.</source>
        <translation>在此期间不会写入别处，并会自动重试。请启动主库，或将备库提升为主库。若今后要用另一个数据库，请重新登记。</translation>
    </message>
    <message>
        <source>Target is an older state of itself</source>
        <translation>目标库退回到较早的状态</translation>
    </message>
    <message>
        <source>The target of stream %1 stands at packet %2, which was applied long ago: it was restored, or a standby took over that had not received everything.</source>
        <translation>数据流 %1 的目标库停在数据包 %2，其后的早已装载过：目标库被恢复过，或接管的备库没有收全。</translation>
    </message>
    <message>
        <source>What is missing is asked for again by itself. When the provider no longer has it, initialize the subscription again.</source>
        <translation>缺少的部分会自动重新索取。若提供方已不再保留，请重新初始化该订阅。</translation>
    </message>
    <message>
        <source>Package is not written further</source>
        <translation>数据包未能继续写出</translation>
    </message>
    <message>
        <source>The package of stream %1 is not written further: %2. Its whole parts stay as they are.</source>
        <translation>流 %1 的数据包未能继续写出：%2。已完成的分卷保持不变。</translation>
    </message>
    <message>
        <source>Mend the cause, and export again: it goes on behind the last part.</source>
        <translation>排除原因后再次导出：将从最后一个完整分卷之后继续。</translation>
    </message>
    <message>
        <source>No room for the package</source>
        <translation>数据包空间不足</translation>
    </message>
    <message>
        <source>%1 needs %2 MiB of free space for what comes next and has %3 MiB.</source>
        <translation>%1 写出后续内容需要 %2 MiB 可用空间，现有 %3 MiB。</translation>
    </message>
    <message>
        <source>Make room there, or put in another medium, and export again to that: it goes on behind the last whole part.</source>
        <translation>请腾出空间，或换上另一介质后再次导出到该处：将从最后一个完整分卷之后继续。</translation>
    </message>
    <message>
        <source>Package refused</source>
        <translation>数据包被拒绝</translation>
    </message>
    <message>
        <source>%1 is not read: %2. Nothing of it was taken.</source>
        <translation>%1 不予读入：%2。未采用其中任何内容。</translation>
    </message>
    <message>
        <source>Copy the file again from where it was written; if it stays so, have the source export a package for this subscription.</source>
        <translation>请从写出处重新拷贝该文件；若仍如此，请源端为本订阅重新导出数据包。</translation>
    </message>
    <message>
        <source>A part of the package is missing</source>
        <translation>缺少数据包的一个分卷</translation>
    </message>
    <message>
        <source>Package %1 goes on with part %2, the file %3, and it is not in %4.</source>
        <translation>数据包 %1 接下来是第 %2 卷（文件 %3），不在 %4 中。</translation>
    </message>
    <message>
        <source>Put in the medium with that part; if it is in another folder, import again from there.</source>
        <translation>请放入含该分卷的介质；若在其他目录，请从该目录再次导入。</translation>
    </message>
    <message>
        <source>Not in the right state for this</source>
        <translation>当前状态不允许此操作</translation>
    </message>
    <message>
        <source>%1 is in the state &apos;%2&apos;; for this it must be &apos;%3&apos;.</source>
        <translation>%1 的状态为“%2”；此操作要求状态为“%3”。</translation>
    </message>
    <message>
        <source>Look at its state first: &quot;offline list&quot; and &quot;gate show&quot; tell.</source>
        <translation>请先查看状态：“offline list”和“gate show”会显示。</translation>
    </message>
    <message>
        <source>A rule of the quality gate cannot be asked</source>
        <translation>质量闸门的一条规则无法执行</translation>
    </message>
    <message>
        <source>The rule &apos;%1&apos; cannot be asked: %2.</source>
        <translation>规则“%1”无法执行：%2。</translation>
    </message>
    <message>
        <source>Mend the rule or what it names, and ask the gate again.</source>
        <translation>请修正规则或其所指对象后重新检查。</translation>
    </message>
    <message>
        <source>Quality gate waits for a person</source>
        <translation>质量闸门等待签字</translation>
    </message>
    <message>
        <source>The initial load of %1 is through; %2 of its %3 rules found something. Changes are received and kept, and none is applied yet.</source>
        <translation>%1 的初始装载已完成；%3 条规则中有 %2 条发现问题。变化照常接收保存，尚未应用。</translation>
    </message>
    <message>
        <source>Read the report, then sign it or reject the load.</source>
        <translation>请查看报告，然后签字或驳回本次装载。</translation>
    </message>
    <message>
        <source>Initial load was rejected</source>
        <translation>初始装载已被驳回</translation>
    </message>
    <message>
        <source>%2 rejected the initial load of %1: %3.</source>
        <translation>%2 驳回了 %1 的初始装载：%3。</translation>
    </message>
    <message>
        <source>Have the data mended at the source and load the subscription anew, or sign the report after all.</source>
        <translation>请在源端更正数据后重新装载该订阅，或改为签字通过。</translation>
    </message>
    <message>
        <source>ODBC driver or data source is not there</source>
        <translation>ODBC 驱动程序或数据源不存在</translation>
    </message>
    <message>
        <source>The database &quot;%1&quot; is reached through ODBC, and the driver manager says: %2.</source>
        <translation>数据库“%1”通过 ODBC 访问，驱动程序管理器报告：%2。</translation>
    </message>
    <message>
        <source>Install the database&apos;s ODBC driver on this node&apos;s machine, and name it in the location as the driver manager lists it: &quot;odbcinst -q -d&quot; on Linux, ODBC Data Sources on Windows.</source>
        <translation>请在本节点所在机器上安装该数据库的 ODBC 驱动程序，并在位置中按驱动程序管理器列出的名称填写：Linux 上用“odbcinst -q -d”查看，Windows 上见“ODBC 数据源”。</translation>
    </message>
    <message>
        <source>Dialect was not run against a real server</source>
        <translation>方言未在真实服务器上运行过</translation>
    </message>
    <message>
        <source>The source &quot;%1&quot; is read by the dialect for %2, which was written without such a server at hand and never run against one.</source>
        <translation>源“%1”按 %2 的方言读取；编写该方言时没有这种服务器可用，从未在真实服务器上运行过。</translation>
    </message>
    <message>
        <source>Try it with a copy of the tables first, verify what arrives field by field, and mend the dialect file where it does not fit: docs/odbc.md says how.</source>
        <translation>请先用表的副本试行，对到达的数据逐字段核对；方言文件不符之处请修改，方法见 docs/odbc.md。</translation>
    </message>
    <message>
        <source>Source cannot be read as its dialect asks</source>
        <translation>源不能按方言的要求读取</translation>
    </message>
    <message>
        <source>At the source &quot;%1&quot; the setting %2 is &quot;%3&quot;. The dialect needs it otherwise, so that all tables are read as of one moment.</source>
        <translation>源“%1”的设置 %2 为“%3”。方言要求另一取值，以便所有表按同一时刻读取。</translation>
    </message>
    <message>
        <source>Sign in first</source>
        <translation>请先登录</translation>
    </message>
    <message>
        <source>This node has operators, and %1.</source>
        <translation>本节点已启用操作员，而%1。</translation>
    </message>
    <message>
        <source>Sign in with your name and password: in the console, or with &quot;busheng-client sign-in&quot;.</source>
        <translation>请用姓名与密码登录：在控制台，或执行 &quot;busheng-client sign-in&quot;。</translation>
    </message>
    <message>
        <source>Name or password is wrong</source>
        <translation>名称或密码错误</translation>
    </message>
    <message>
        <source>Nobody can sign in as &quot;%1&quot; with this password.</source>
        <translation>用此密码无法以“%1”登录。</translation>
    </message>
    <message>
        <source>Type both again. After five wrong passwords in a row the name is blocked for a while; a security administrator can give you another password.</source>
        <translation>请重新输入。连续五次密码错误后该名称会被暂时锁定；安全管理员可以为您重设密码。</translation>
    </message>
    <message>
        <source>Blocked after wrong passwords</source>
        <translation>密码多次错误，已锁定</translation>
    </message>
    <message>
        <source>Too many wrong passwords were tried for &quot;%1&quot;; it is blocked for another %2 s.</source>
        <translation>“%1”的错误密码次数过多，还将锁定 %2 秒。</translation>
    </message>
    <message>
        <source>Wait, or ask a security administrator to unblock it. If it was not you who tried, tell the security administrator.</source>
        <translation>请等待，或请安全管理员解除锁定。如果不是您本人尝试，请告知安全管理员。</translation>
    </message>
    <message>
        <source>Too many passwords are being tried</source>
        <translation>正在校验的密码过多</translation>
    </message>
    <message>
        <source>The node tries only a few passwords at a time.</source>
        <translation>本节点同时只校验少量密码。</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>请稍后再试。</translation>
    </message>
    <message>
        <source>Not yours to do</source>
        <translation>无权执行</translation>
    </message>
    <message>
        <source>%1 works as %2, and that role may not do this (%3).</source>
        <translation>%1 的角色是%2，该角色不能执行此操作（%3）。</translation>
    </message>
    <message>
        <source>Ask somebody with the right role, or a security administrator. The attempt is in the ledger.</source>
        <translation>请联系具有相应角色的人员或安全管理员。此次尝试已记入流水。</translation>
    </message>
    <message>
        <source>Password does not follow the rules</source>
        <translation>密码不符合规则</translation>
    </message>
    <message>
        <source>The new password was not taken: %1.</source>
        <translation>新密码未被接受：%1。</translation>
    </message>
    <message>
        <source>Choose one with at least ten characters of three kinds, without the name.</source>
        <translation>请使用至少十个字符、包含三类字符且不含名称的密码。</translation>
    </message>
    <message>
        <source>Choose a password of your own</source>
        <translation>请改用自己的密码</translation>
    </message>
    <message>
        <source>The password of %1 was chosen by somebody else, or is older than 90 days.</source>
        <translation>%1 的密码由他人设定，或已超过 90 天。</translation>
    </message>
    <message>
        <source>Change it, in the console after signing in, or with &quot;busheng-client password&quot;.</source>
        <translation>请更改密码：登录控制台后更改，或执行 &quot;busheng-client password&quot;。</translation>
    </message>
    <message>
        <source>This person works here already</source>
        <translation>此人已是操作员</translation>
    </message>
    <message>
        <source>%1 signs in as &quot;%2&quot; already, as %3. Nobody has two roles.</source>
        <translation>%1 已以“%2”登录，角色是%3。任何人不得兼任两个角色。</translation>
    </message>
    <message>
        <source>Change the role of that operator, or name the person who is meant.</source>
        <translation>请更改该操作员的角色，或填写真正的人员。</translation>
    </message>
    <message>
        <source>The last one of this role</source>
        <translation>该角色的最后一人</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is the last one who can sign in as %2.</source>
        <translation>“%1”是最后一位可以登录的%2。</translation>
    </message>
    <message>
        <source>Add another one first.</source>
        <translation>请先添加另一位。</translation>
    </message>
    <message>
        <source>This node has no operators</source>
        <translation>本节点未启用操作员</translation>
    </message>
    <message>
        <source>Everybody who reaches this node may do everything, and nobody signs in.</source>
        <translation>凡能访问本节点者均可执行一切操作，无人登录。</translation>
    </message>
    <message>
        <source>Add a security administrator to switch operators on.</source>
        <translation>添加一位安全管理员即可启用操作员。</translation>
    </message>
    <message>
        <source>Waits for a second person</source>
        <translation>等待第二人确认</translation>
    </message>
    <message>
        <source>This is change %1 now; nothing has been done yet.</source>
        <translation>已登记为变更 %1；尚未执行任何操作。</translation>
    </message>
    <message>
        <source>A reviewer confirms it in the console, or with &quot;busheng-client review approve %1&quot;.</source>
        <translation>请复核员在控制台确认，或执行 &quot;busheng-client review approve %1&quot;。</translation>
    </message>
    <message>
        <source>Your own change</source>
        <translation>您自己的变更</translation>
    </message>
    <message>
        <source>You proposed change %1 yourself.</source>
        <translation>变更 %1 由您本人提出。</translation>
    </message>
    <message>
        <source>Another reviewer has to confirm it.</source>
        <translation>须由另一位复核员确认。</translation>
    </message>
    <message>
        <source>No longer waits</source>
        <translation>已不再等待</translation>
    </message>
    <message>
        <source>Change %1 does not wait any more: %2.</source>
        <translation>变更 %1 已不再等待：%2。</translation>
    </message>
    <message>
        <source>Look at it again in the list of changes.</source>
        <translation>请在变更列表中重新查看。</translation>
    </message>
    <message>
        <source>Overtaken by another change</source>
        <translation>已被其他变更取代</translation>
    </message>
    <message>
        <source>What change %1 (%2) was proposed on is different now, or who proposed it may no longer do so. Nothing was done.</source>
        <translation>变更 %1（%2）提出时的状态已经改变，或提出人已无权提出。未执行任何操作。</translation>
    </message>
    <message>
        <source>Look at how it is now, and propose it again.</source>
        <translation>请查看当前状态，然后重新提出。</translation>
    </message>
    <message>
        <source>Too many changes wait</source>
        <translation>待确认的变更过多</translation>
    </message>
    <message>
        <source>%1 changes wait for a second person already.</source>
        <translation>已有 %1 项变更等待第二人确认。</translation>
    </message>
    <message>
        <source>Have some of them confirmed or rejected first.</source>
        <translation>请先确认或驳回其中一部分。</translation>
    </message>
    <message>
        <source>There is no reviewer</source>
        <translation>没有复核员</translation>
    </message>
    <message>
        <source>Nobody could confirm anything: no operator with the role reviewer can sign in.</source>
        <translation>无人可以确认：没有可登录的复核员。</translation>
    </message>
    <message>
        <source>Add a reviewer first.</source>
        <translation>请先添加复核员。</translation>
    </message>
    <message>
        <source>A sealed file cannot be opened</source>
        <translation>封装的文件无法打开</translation>
    </message>
    <message>
        <source>&quot;%1&quot; lies sealed and cannot be opened: %2.</source>
        <translation>“%1”以封装形式存放，无法打开：%2。</translation>
    </message>
    <message>
        <source>The file stays as it is. Use the node whose vault has its key; where the file is damaged, have its sender send it again.</source>
        <translation>文件保持原样。请使用保险库中有其密钥的节点；若文件已损坏，请发送方重新传输。</translation>
    </message>
    <message>
        <source>Step of an agreement not taken</source>
        <translation>协议的这一步未被接受</translation>
    </message>
    <message>
        <source>Agreement %1: %2. Nothing was changed.</source>
        <translation>协议 %1：%2。未做任何更改。</translation>
    </message>
    <message>
        <source>Look at the agreement and its history (page Exchange, or busheng-client exchange show), and take the step that fits its state.</source>
        <translation>查看该协议及其历史（交换页，或 busheng-client exchange show），再做与其状态相符的一步。</translation>
    </message>
    <message>
        <source>Validity has ended</source>
        <translation>有效期已过</translation>
    </message>
    <message>
        <source>Agreement %1 is valid until %2, which is over. Nothing was changed.</source>
        <translation>协议 %1 的有效期至 %2，已经过去。未做任何更改。</translation>
    </message>
    <message>
        <source>Apply or decide again with a later end.</source>
        <translation>请以更晚的有效期重新申请或审批。</translation>
    </message>
    <message>
        <source>No request file</source>
        <translation>不是申请文件</translation>
    </message>
    <message>
        <source>%1 is no signed step of an exchange: %2.</source>
        <translation>%1 不是交换的签名文件：%2。</translation>
    </message>
    <message>
        <source>Take the file again as the other node wrote it, unchanged.</source>
        <translation>请重新取得对方节点写出的原文件，不要改动。</translation>
    </message>
    <message>
        <source>Signature is not good</source>
        <translation>签名无效</translation>
    </message>
    <message>
        <source>A step of agreement %1 that claims to be of node %2 was not taken: %3.</source>
        <translation>协议 %1 中自称来自节点 %2 的一步未被接受：%3。</translation>
    </message>
    <message>
        <source>Ask the operator of that node for the file again, on another way. If it happens again, somebody may have changed it: tell the security administrator.</source>
        <translation>请经其他途径向该节点的操作员重新索取文件。若再次发生，文件可能被人改动，请告知安全管理员。</translation>
    </message>
    <message>
        <source>For another node</source>
        <translation>发给其他节点的</translation>
    </message>
    <message>
        <source>The step of agreement %1 is for node %2, not for this one.</source>
        <translation>协议 %1 的这一步是发给节点 %2 的，不是发给本节点的。</translation>
    </message>
    <message>
        <source>Import the file at the node that it is for.</source>
        <translation>请在该文件所发往的节点导入。</translation>
    </message>
    <message>
        <source>Taken before</source>
        <translation>此前已接受</translation>
    </message>
    <message>
        <source>This step of agreement %1 was taken before. Nothing was changed.</source>
        <translation>协议 %1 的这一步此前已接受。未做任何更改。</translation>
    </message>
    <message>
        <source>Nothing needs to be done.</source>
        <translation>无需处理。</translation>
    </message>
    <message>
        <source>Sensitive columns</source>
        <translation>敏感列</translation>
    </message>
    <message>
        <source>The approval of agreement %1 has sensitive columns: %2. Nothing was approved yet.</source>
        <translation>对协议 %1 的批准含有敏感列：%2。尚未批准任何内容。</translation>
    </message>
    <message>
        <source>Leave them out, or confirm that they are meant (--with-sensitive, or tick them one by one).</source>
        <translation>请去掉这些列，或确认确需批准（--with-sensitive，或逐一勾选）。</translation>
    </message>
    <message>
        <source>Rows are not approved</source>
        <translation>数据未获批准</translation>
    </message>
    <message>
        <source>Rows of dataset %1 do not go to %2: %3. They wait at the provider; nothing was lost.</source>
        <translation>数据集 %1 的数据不发往 %2：%3。数据在提供方等待，没有丢失。</translation>
    </message>
    <message>
        <source>The user applies for what is missing, the provider decides (page Exchange, or busheng-client exchange). Then they go on by themselves.</source>
        <translation>由使用方申请所缺的内容，由提供方审批（交换页，或 busheng-client exchange），之后自动接着传。</translation>
    </message>
    <message>
        <source>An application waits</source>
        <translation>有申请待审批</translation>
    </message>
    <message>
        <source>Agreement %1: %2 applies for dataset %3.</source>
        <translation>协议 %1：%2 申请数据集 %3。</translation>
    </message>
    <message>
        <source>Decide it on page Exchange, or with busheng-client exchange approve or refuse.</source>
        <translation>请在交换页审批，或使用 busheng-client exchange approve、refuse。</translation>
    </message>
    <message>
        <source>An agreement ends soon</source>
        <translation>协议即将到期</translation>
    </message>
    <message>
        <source>Agreement %1 about dataset %2 ends on %3, in %4 days. Then no more rows flow.</source>
        <translation>关于数据集 %2 的协议 %1 于 %3 到期，还有 %4 天。到期后数据不再传送。</translation>
    </message>
    <message>
        <source>Apply again, or let the provider approve it with a later end.</source>
        <translation>请重新申请，或由提供方以更晚的有效期再次批准。</translation>
    </message>
    <message>
        <source>An agreement has ended</source>
        <translation>协议已到期</translation>
    </message>
    <message>
        <source>Agreement %1 about dataset %2 ended on %3: rows wait at the provider.</source>
        <translation>关于数据集 %2 的协议 %1 已于 %3 到期：数据在提供方等待。</translation>
    </message>
    <message>
        <source>Apply again, or let the provider approve it with a later end; nothing is loaded anew.</source>
        <translation>请重新申请，或由提供方以更晚的有效期再次批准；不会重新装载。</translation>
    </message>
    <message>
        <source>Only an administrator may do this</source>
        <translation>只有管理员可以执行此操作</translation>
    </message>
    <message>
        <source>Services of Windows are made and removed with an administrator&apos;s rights, which this program does not have. Nothing was changed.</source>
        <translation>安装和移除 Windows 服务需要管理员权限，而本程序没有。没有改动任何内容。</translation>
    </message>
    <message>
        <source>Open the command line with &quot;Run as administrator&quot;, and try again.</source>
        <translation>请用“以管理员身份运行”打开命令行，然后重试。</translation>
    </message>
    <message>
        <source>The service could not be changed</source>
        <translation>服务未能更改</translation>
    </message>
    <message>
        <source>The service manager of Windows refused: %1.</source>
        <translation>Windows 服务管理器拒绝：%1。</translation>
    </message>
    <message>
        <source>Close the window &quot;Services&quot; where it is open, and try again; a service that is being removed is gone when Windows was restarted.</source>
        <translation>请关闭已打开的“服务”窗口后重试；正在移除的服务在重新启动 Windows 后消失。</translation>
    </message>
    <message>
        <source>Receiver&apos;s version is too old for large rows</source>
        <translation>接收方版本过旧，不支持大行</translation>
    </message>
    <message>
        <source>A row of more than 1 MiB waits in stream %1; the version of the node that receives it does not take such rows. What follows waits behind it.</source>
        <translation>流 %1 中有一行超过 1 MiB，正在等待；接收节点的版本不支持这样的行。其后的数据排在它之后等待。</translation>
    </message>
    <message>
        <source>Upgrade the receiving node. The stream then goes on by itself.</source>
        <translation>请升级接收节点，升级后该流会自行继续。</translation>
    </message>
    <message>
        <source>Row is too large for a stream</source>
        <translation>行过大，不能经数据流传输</translation>
    </message>
    <message>
        <source>The row with key %2 in the table &quot;%1&quot; was not transferred, because of its columns %3: it has %4. Nothing of it was written.</source>
        <translation>表“%1”中键为 %2 的行因列 %3 过大而未传输：该行为 %4。该行没有写入任何内容。</translation>
    </message>
    <message>
        <source>Send such values as files (a task that exports the table, &quot;--large&quot;), or leave the columns out of the subscription (&quot;--columns&quot;). With &quot;--on-row-error setAside&quot; the stream goes on, and the row is listed.</source>
        <translation>请把这类值作为文件传送（导出该表的任务，“--large”），或在订阅中去掉这些列（“--columns”）。设为“--on-row-error setAside”时数据流继续，该行会列在异常中。</translation>
    </message>
    <message>
        <source>Reconciliation of files was cut short</source>
        <translation>文件对账中断</translation>
    </message>
    <message>
        <source>Task %1 could not be reconciled: %2. What was found until then is kept.</source>
        <translation>任务 %1 未能完成对账：%2。此前的结果已保留。</translation>
    </message>
    <message>
        <source>Look at the link, and reconcile it again. Nothing was changed.</source>
        <translation>请检查链路后重新对账。未做任何更改。</translation>
    </message>
    <message>
        <source>Another backup is at work</source>
        <translation>另一备份正在进行</translation>
    </message>
    <message>
        <source>%1 is being made or looked through; one is at a time.</source>
        <translation>正在生成或检验 %1；一次只能进行一项。</translation>
    </message>
    <message>
        <source>Wait until it is done, or stop it.</source>
        <translation>请等它完成，或停止它。</translation>
    </message>
    <message>
        <source>No passphrase for backups</source>
        <translation>没有备份口令</translation>
    </message>
    <message>
        <source>A backup holds the node&apos;s keys and is sealed with a passphrase; none was given, and none is kept in the vault for the timetable.</source>
        <translation>备份含有本节点的密钥，须以口令密封；没有给出口令，保险库中也没有为定时备份保存的口令。</translation>
    </message>
    <message>
        <source>Give a passphrase. The timetable&apos;s is kept with it: &quot;Timetable…&quot; among the backups on the page of settings.</source>
        <translation>请给出口令。定时备份的口令在“设置”页“备份”的“定时…”中保存。</translation>
    </message>
    <message>
        <source>The certificate proves nothing</source>
        <translation>证书不成立</translation>
    </message>
    <message>
        <source>Ask the node that made it for the certificate again; its ledger has the line with the digest of the right one.</source>
        <translation>请向出具证书的节点重新索取；其传输流水中有正确证书的摘要。</translation>
    </message>
    <message>
        <source>Somebody else has changed this meanwhile</source>
        <translation>其间已被他人修改</translation>
    </message>
    <message>
        <source>%1 is no longer as it was when it was read. Nothing was changed.</source>
        <translation>%1 已与读取时不同。未作任何更改。</translation>
    </message>
    <message>
        <source>Look at what is different now, and decide which of both shall stay.</source>
        <translation>请查看不同之处，并决定保留哪一个。</translation>
    </message>
    <message>
        <source>Target has no column for large values</source>
        <translation>目标中没有放置大字段值的列</translation>
    </message>
    <message>
        <source>The table &quot;%2&quot; of the target &quot;%1&quot; has no column &quot;%3&quot; of a fitting type, into which its large values are to be written.</source>
        <translation>目标“%1”的表“%2”中没有类型合适的列“%3”，大字段的值无处写入。</translation>
    </message>
    <message>
        <source>Add the column, which must take NULL, and resume the subscription: %4</source>
        <translation>请添加该列（须允许 NULL）后恢复订阅：%4</translation>
    </message>
</context>
<context>
    <name>ExchangeWords</name>
    <message>
        <source>Draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>Applied for</source>
        <translation>已申请</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>已批准</translation>
    </message>
    <message>
        <source>Approved in part</source>
        <translation>部分批准</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>不予批准</translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation>已撤回</translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>已撤销</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>Nobody has seen it yet: complete it and send it.</source>
        <translation>尚无人看到：请补全后发送。</translation>
    </message>
    <message>
        <source>It waits for your decision.</source>
        <translation>等待您审批。</translation>
    </message>
    <message>
        <source>It waits for the provider&apos;s decision.</source>
        <translation>等待提供方审批。</translation>
    </message>
    <message>
        <source>The applicant may subscribe to what was approved.</source>
        <translation>申请方可订阅已批准的内容。</translation>
    </message>
    <message>
        <source>You may subscribe to what was approved.</source>
        <translation>可以订阅已批准的内容。</translation>
    </message>
    <message>
        <source>Nothing of it may be subscribed to.</source>
        <translation>其内容均不可订阅。</translation>
    </message>
    <message>
        <source>The applicant needs it no more; this is the end of it.</source>
        <translation>申请方不再需要；至此终结。</translation>
    </message>
    <message>
        <source>Rows wait at the provider; when it is approved again they go on, without a new load.</source>
        <translation>数据在提供方等待；再次批准后接着传，不重新装载。</translation>
    </message>
    <message>
        <source>Its validity has ended: rows wait at the provider until it is approved again.</source>
        <translation>有效期已过：数据在提供方等待，直至再次批准。</translation>
    </message>
    <message>
        <source>Draft kept</source>
        <translation>存为草稿</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>申请</translation>
    </message>
    <message>
        <source>Approval</source>
        <translation>批准</translation>
    </message>
    <message>
        <source>Refusal</source>
        <translation>不予批准</translation>
    </message>
    <message>
        <source>Withdrawal</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Revocation</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>End of validity</source>
        <translation>有效期满</translation>
    </message>
    <message>
        <source>here</source>
        <translation>本节点</translation>
    </message>
    <message>
        <source>by the link</source>
        <translation>经链路</translation>
    </message>
    <message>
        <source>by file</source>
        <translation>经文件</translation>
    </message>
    <message>
        <source>not delivered yet</source>
        <translation>尚未送达</translation>
    </message>
    <message>
        <source>delivered</source>
        <translation>已送达</translation>
    </message>
    <message>
        <source>refused by the peer</source>
        <translation>对方拒收</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n columns</source>
        <translation>
            <numerusform>%1：%n 列</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, rows where %2</source>
        <translation>%1，行条件 %2</translation>
    </message>
</context>
<context>
    <name>GatePdf</name>
    <message>
        <source>Report of a quality gate</source>
        <translation>质量闸门报告</translation>
    </message>
    <message>
        <source>Subscription: %1</source>
        <translation>订阅：%1</translation>
    </message>
    <message>
        <source>Stream %1, load %2, up to position %3, last packet %4</source>
        <translation>数据流 %1，第 %2 次装载，至位置 %3，最后一个数据包 %4</translation>
    </message>
    <message>
        <source>Asked from %1 to %2</source>
        <translation>检查时间：%1 至 %2</translation>
    </message>
    <message>
        <source>SM3 of what was found: %1</source>
        <translation>检查结果的 SM3：%1</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Which rows, by their keys</source>
        <translation>涉及的行（按主键）</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>另有 %1 行</translation>
    </message>
    <message>
        <source>%1 at %2 by %3: %4</source>
        <translation>%1，%2，%3：%4</translation>
    </message>
    <message>
        <source>No person has signed it or rejected it.</source>
        <translation>尚无人签字或驳回。</translation>
    </message>
    <message>
        <source>Signature:                                        Date:</source>
        <translation>签字：                                        日期：</translation>
    </message>
</context>
<context>
    <name>GateWords</name>
    <message>
        <source>number of rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>unique</source>
        <translation>唯一</translation>
    </message>
    <message>
        <source>not NULL</source>
        <translation>非空</translation>
    </message>
    <message>
        <source>value in a range</source>
        <translation>取值范围</translation>
    </message>
    <message>
        <source>fits an expression</source>
        <translation>符合表达式</translation>
    </message>
    <message>
        <source>one of a table of codes</source>
        <translation>属于代码表</translation>
    </message>
    <message>
        <source>identity number</source>
        <translation>公民身份号码</translation>
    </message>
    <message>
        <source>is in another table</source>
        <translation>在另一张表中存在</translation>
    </message>
    <message>
        <source>SELECT gives no row</source>
        <translation>查询无结果</translation>
    </message>
    <message>
        <source>From..to, for example 1000000.. for at least a million rows</source>
        <translation>写作“起..止”，例如 1000000.. 表示至少一百万行</translation>
    </message>
    <message>
        <source>From..to, one of which may be missing, for example 1900-01-01..2026-12-31. NULL passes.</source>
        <translation>写作“起..止”，可缺一端，例如 1900-01-01..2026-12-31。空值视为通过。</translation>
    </message>
    <message>
        <source>A regular expression for the whole text, for example 1[0-9]{10}. NULL passes.</source>
        <translation>匹配整个文本的正则表达式，例如 1[0-9]{10}。空值视为通过。</translation>
    </message>
    <message>
        <source>GB/T 2260, or table:TABLE.COLUMN of the target, or file:PATH with a code at the beginning of each line. NULL passes.</source>
        <translation>写作 GB/T 2260，或目标库的 table:表.列，或 file:路径（每行以一个代码开头）。空值视为通过。</translation>
    </message>
    <message>
        <source>The other table with its columns, for example public.person(id). Rows with a NULL pass.</source>
        <translation>另一张表及其列，例如 public.person(id)。含空值的行视为通过。</translation>
    </message>
    <message>
        <source>One SELECT; each row that it gives is a bad one, for example SELECT id FROM person WHERE birth &gt; hired. It is run read-only.</source>
        <translation>一条 SELECT，查出的每一行都是问题行，例如 SELECT id FROM person WHERE birth &gt; hired。以只读方式执行。</translation>
    </message>
    <message>
        <source>Digits, date of birth and check digit of GB 11643 are right. NULL passes.</source>
        <translation>按 GB 11643 检查数字、出生日期与校验码。空值视为通过。</translation>
    </message>
    <message>
        <source>could not be asked</source>
        <translation>未能检查</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>bad rows: %1</source>
        <translation>问题行：%1</translation>
    </message>
    <message>
        <source>%1 rows were loaded; %2 of %3 rules found something. State: %4.</source>
        <translation>已装载 %1 行；%3 条规则中有 %2 条发现问题。状态：%4。</translation>
    </message>
</context>
<context>
    <name>LedgerCheckText</name>
    <message>
        <source>line %1 was changed</source>
        <translation>第 %1 行被改动过</translation>
    </message>
    <message>
        <source>line %1 is missing</source>
        <translation>缺少第 %1 行</translation>
    </message>
    <message>
        <source>line %1 is not in its place, or is there twice</source>
        <translation>第 %1 行不在原位，或出现了两次</translation>
    </message>
    <message>
        <source>the signature of line %1 is not right</source>
        <translation>第 %1 行的签名不正确</translation>
    </message>
    <message>
        <source>lines before the seal in line %1 were rewritten</source>
        <translation>第 %1 行封签之前的行被改写过</translation>
    </message>
    <message>
        <source>line %1 has no signature by a key of this file</source>
        <translation>第 %1 行没有本文件所列密钥的签名</translation>
    </message>
    <message>
        <source>the file stops before its end</source>
        <translation>文件在结尾之前中断</translation>
    </message>
    <message>
        <source>row %1 of the file cannot be read</source>
        <translation>文件第 %1 行无法读取</translation>
    </message>
    <message>
        <source>ledger of node %1: %2 lines, %3 signatures</source>
        <translation>节点 %1 的流水：%2 行，%3 个签名</translation>
    </message>
    <message>
        <source>%1 lines are from before the ledger was chained: nothing protects them</source>
        <translation>%1 行早于流水链的建立：没有保护</translation>
    </message>
    <message>
        <source>sealed up to line %1 at %2 by the key %3; compare it with the one the node shows</source>
        <translation>封签至第 %1 行，时间 %2，密钥 %3；请与节点显示的密钥核对</translation>
    </message>
    <message>
        <source>no good seal of the node is in it</source>
        <translation>其中没有本节点的有效封签</translation>
    </message>
    <message>
        <source>nothing was changed, left out or moved</source>
        <translation>没有改动、缺失或移位</translation>
    </message>
    <message>
        <source>findings: %1</source>
        <translation>发现问题 %1 处</translation>
    </message>
</context>
<context>
    <name>LinkAdvice</name>
    <message>
        <source>The peer must have registered this node too, by its code %1, and trust its authority.</source>
        <translation>对方也须登记本节点（代码 %1），并信任其证书机构。</translation>
    </message>
    <message>
        <source>Dialling %1</source>
        <translation>正在拨接 %1</translation>
    </message>
    <message>
        <source>Nothing has answered yet at %1.</source>
        <translation>%1 尚无应答。</translation>
    </message>
    <message>
        <source>Nobody can begin the link to %1</source>
        <translation>到 %1 的链路无法发起</translation>
    </message>
    <message>
        <source>It has no address here, and this node does not listen.</source>
        <translation>本节点未登记其地址，也不侦听。</translation>
    </message>
    <message>
        <source>Register an address of the peer, or let this node listen.</source>
        <translation>请登记对方地址，或让本节点侦听。</translation>
    </message>
    <message>
        <source>Waiting to be dialled by %1</source>
        <translation>等待 %1 拨入</translation>
    </message>
    <message>
        <source>It has no address here; this node listens on %1.</source>
        <translation>本节点未登记其地址；本节点侦听 %1。</translation>
    </message>
    <message>
        <source>It needs an address of this machine, and firewalls must let it in.</source>
        <translation>对方需要本机地址，防火墙须放行。</translation>
    </message>
</context>
<context>
    <name>Node</name>
    <message>
        <source>usage: %1</source>
        <translation>用法：%1</translation>
    </message>
    <message>
        <source>options: %1</source>
        <translation>选项：%1</translation>
    </message>
    <message>
        <source>request: %1</source>
        <translation>证书请求：%1</translation>
    </message>
    <message>
        <source>  its SHA-256, to compare with the authority: %1</source>
        <translation>  其 SHA-256，供与认证机构核对：%1</translation>
    </message>
    <message>
        <source>Send both files to the authority. The private keys stay on this computer. Then: busheng-node identity import --data DIR --certificate FILE, once for each certificate.</source>
        <translation>请将两个文件交给认证机构。私钥保留在本机。收到证书后，对每张证书执行一次：busheng-node identity import --data DIR --certificate FILE。</translation>
    </message>
    <message>
        <source>in use now: %1, issued by %2, valid until %3</source>
        <translation>现已启用：%1，签发者 %2，有效期至 %3</translation>
    </message>
    <message>
        <source>with the key that was made for the request</source>
        <translation>使用为该请求生成的密钥</translation>
    </message>
    <message>
        <source>passphrase of the backup: </source>
        <translation>备份口令：</translation>
    </message>
    <message>
        <source>node %1 is in %2, as of %3</source>
        <translation>节点 %1 已备份到 %2，时点 %3</translation>
    </message>
    <message>
        <source>Keep the passphrase apart from the file: without it nobody can restore the node.</source>
        <translation>请将口令与备份文件分开保存：没有口令，任何人都无法恢复该节点。</translation>
    </message>
    <message>
        <source>node %1, as of %2, is in %3</source>
        <translation>节点 %1（时点 %2）已恢复到 %3</translation>
    </message>
    <message>
        <source>When it runs, its peers and targets refuse the former node. What it sends to others must be loaded anew there: &quot;busheng-client subscription reload NAME --yes&quot; at each receiver.</source>
        <translation>启动后，对端节点和目标数据库将拒绝原节点。本节点发出的订阅须由各接收方重新初始化：“busheng-client subscription reload 名称 --yes”。</translation>
    </message>
    <message>
        <source>%1 is as it was at %2, before the upgrade</source>
        <translation>%1 已恢复到升级前（%2）的状态</translation>
    </message>
    <message>
        <source>Install the earlier version of the package before the node is started.</source>
        <translation>请先安装旧版本程序，再启动节点。</translation>
    </message>
    <message>
        <source>Install version %1 of the package before the node is started.</source>
        <translation>请先安装版本 %1，再启动节点。</translation>
    </message>
    <message>
        <source>%1 is upgraded when the node is started</source>
        <translation>%1 将在节点启动时升级</translation>
    </message>
    <message>
        <source>for encryption, with the key that the authority made: peers hide link keys for it from their next session on</source>
        <translation>用于加密，密钥由认证机构生成：对方从下次会话起用它封装链路密钥</translation>
    </message>
    <message>
        <source>the passphrase of the vault is in the keychain now, as busheng: %1</source>
        <translation>密钥库口令现已存入钥匙串，条目为 busheng: %1</translation>
    </message>
    <message>
        <source>%1 is not needed any more; keep a copy elsewhere, then remove it</source>
        <translation>%1 不再需要；请另存一份后将其删除</translation>
    </message>
    <message>
        <source>new password of %1: </source>
        <translation>%1 的新密码：</translation>
    </message>
    <message>
        <source>%1 can sign in again, and chooses a password of their own then; the ledger says so</source>
        <translation>%1 可以重新登录，届时须改用自己的密码；已记入流水</translation>
    </message>
    <message>
        <source>this node works without operators again; the ledger says so</source>
        <translation>本节点恢复为不启用操作员；已记入流水</translation>
    </message>
</context>
<context>
    <name>NodeMap</name>
    <message>
        <source>%1 behind</source>
        <translation>延迟 %1</translation>
    </message>
    <message>
        <source>alarms: %1</source>
        <translation>告警：%1</translation>
    </message>
</context>
<context>
    <name>PatrolReport</name>
    <message>
        <source>Ledger</source>
        <translation>传输流水</translation>
    </message>
    <message>
        <source>in order</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>to look at</source>
        <translation>需关注</translation>
    </message>
    <message>
        <source>not in order</source>
        <translation>不正常</translation>
    </message>
    <message>
        <source>All %1 points are in order.</source>
        <translation>共 %1 项，全部正常。</translation>
    </message>
    <message>
        <source>Of %1 points %2 are not in order and %3 are to be looked at.</source>
        <translation>共 %1 项，不正常 %2 项，需关注 %3 项。</translation>
    </message>
    <message>
        <source>Node: %1 %2</source>
        <translation>节点：%1 %2</translation>
    </message>
    <message>
        <source>Patrolled at: %1</source>
        <translation>巡检时间：%1</translation>
    </message>
    <message>
        <source>Version: %1</source>
        <translation>版本：%1</translation>
    </message>
    <message>
        <source>Patrol report</source>
        <translation>巡检报告</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Of what</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>所见</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>办法</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>磁盘</translation>
    </message>
    <message>
        <source>How much is free is not known.</source>
        <translation>剩余空间未知。</translation>
    </message>
    <message>
        <source>%1 of %2 are free.</source>
        <translation>%2 中剩余 %1。</translation>
    </message>
    <message>
        <source>Make room, or move the node&apos;s data to a larger disk.</source>
        <translation>请清理空间，或把节点数据移到更大的磁盘。</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>时钟</translation>
    </message>
    <message>
        <source>Whether it is kept right is not known on this system.</source>
        <translation>本系统无法得知时钟是否校准。</translation>
    </message>
    <message>
        <source>Nothing keeps this machine&apos;s clock right.</source>
        <translation>本机时钟没有校时来源。</translation>
    </message>
    <message>
        <source>Set up a time service (chrony, systemd-timesyncd): certificates and timetables go by it.</source>
        <translation>请配置校时服务（chrony、systemd-timesyncd）：证书与时间表均以此为准。</translation>
    </message>
    <message>
        <source>Synchronized, wrong by at most %1.</source>
        <translation>已同步，误差不超过 %1。</translation>
    </message>
    <message>
        <source>Log retention</source>
        <translation>日志保留</translation>
    </message>
    <message>
        <source>The log cache holds %1 of the %2 it may.</source>
        <translation>日志缓存已用 %1，上限 %2。</translation>
    </message>
    <message>
        <source>The source keeps %1 of its log for this dataset (%2)</source>
        <translation>源库为此数据集保留日志 %1（%2）</translation>
    </message>
    <message>
        <source>; at the present rate it runs out in %1.</source>
        <translation>；按目前速率，%1 后用尽。</translation>
    </message>
    <message>
        <source>Let the source keep more of its log, or see why reading it is behind.</source>
        <translation>请让源库保留更多日志，或查明读取滞后的原因。</translation>
    </message>
    <message>
        <source>Certificates</source>
        <translation>证书</translation>
    </message>
    <message>
        <source>Valid until %1.</source>
        <translation>有效期至 %1。</translation>
    </message>
    <message>
        <source>Get the next one from its authority in time.</source>
        <translation>请及时向证书机构取得新的一份。</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>链路</translation>
    </message>
    <message>
        <source>Connected since %1.</source>
        <translation>自 %1 起接通。</translation>
    </message>
    <message>
        <source>Backlog</source>
        <translation>积压</translation>
    </message>
    <message>
        <source>%1 rows, conflicts or tables wait for a person.</source>
        <translation>有 %1 行、冲突或表等待人工处理。</translation>
    </message>
    <message>
        <source>See the page of failures.</source>
        <translation>见故障处理页。</translation>
    </message>
    <message>
        <source>how far behind is not known.</source>
        <translation>滞后未知。</translation>
    </message>
    <message>
        <source>%1 behind the source.</source>
        <translation>滞后源库 %1。</translation>
    </message>
    <message>
        <source>File tasks</source>
        <translation>文件任务</translation>
    </message>
    <message>
        <source>%1 files of the last run failed.</source>
        <translation>最近一次运行有 %1 个文件失败。</translation>
    </message>
    <message>
        <source>No file of the last run failed.</source>
        <translation>最近一次运行没有失败的文件。</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>另有 %1 项</translation>
    </message>
    <message>
        <source>None stands.</source>
        <translation>没有未恢复的告警。</translation>
    </message>
    <message>
        <source>Databases</source>
        <translation>数据库</translation>
    </message>
    <message>
        <source>It answers; rights and settings are as needed.</source>
        <translation>可以访问，权限与设置符合要求。</translation>
    </message>
    <message>
        <source>Reconciliation</source>
        <translation>对账</translation>
    </message>
    <message>
        <source>Never compared.</source>
        <translation>从未对账。</translation>
    </message>
    <message>
        <source>Reconcile it, or give it a timetable.</source>
        <translation>请对账，或设置定时对账。</translation>
    </message>
    <message>
        <source>Compared at %1: %2.</source>
        <translation>%1 对账：%2。</translation>
    </message>
    <message>
        <source>See the page of reconciliation.</source>
        <translation>见对账页。</translation>
    </message>
</context>
<context>
    <name>PdfDocument</name>
    <message>
        <source>Page %1 of %2</source>
        <translation>第 %1 页，共 %2 页</translation>
    </message>
</context>
<context>
    <name>Practice</name>
    <message>
        <source>Practice: Anhui</source>
        <translation>练习：安徽</translation>
    </message>
    <message>
        <source>Practice: the ministry</source>
        <translation>练习：人力资源社会保障部</translation>
    </message>
    <message>
        <source>Ministry</source>
        <translation>部</translation>
    </message>
    <message>
        <source>practice</source>
        <translation>练习库</translation>
    </message>
    <message>
        <source>divisions</source>
        <translation>行政区划</translation>
    </message>
    <message>
        <source>Anhui</source>
        <translation>安徽</translation>
    </message>
</context>
<context>
    <name>Reason</name>
    <message>
        <source>--%1 is missing: busheng-client %2</source>
        <translation>缺少 --%1。用法：“busheng-client %2”</translation>
    </message>
    <message>
        <source>--%1 does not belong here: busheng-client %2</source>
        <translation>此处不能使用 --%1。用法：“busheng-client %2”</translation>
    </message>
    <message>
        <source>unknown command &apos;%1&apos;; &apos;busheng-client --help&apos; lists them</source>
        <translation>未知的命令“%1”；用 busheng-client --help 查看全部命令</translation>
    </message>
    <message>
        <source>unknown command &apos;%1&apos;</source>
        <translation>未知的命令“%1”</translation>
    </message>
    <message>
        <source>--data DIR is missing and BUSHENG_DATA is not set</source>
        <translation>缺少 --data 目录，也没有设置 BUSHENG_DATA</translation>
    </message>
    <message>
        <source>--data DIR is missing</source>
        <translation>缺少 --data 目录</translation>
    </message>
    <message>
        <source>--repair overwrites the %1 rows above at the target; add --yes to do it</source>
        <translation>--repair 会覆盖目标端的上述 %1 行；确认执行请加 --yes</translation>
    </message>
    <message>
        <source>Unknown option &apos;%1&apos;</source>
        <translation>未知的选项“%1”</translation>
    </message>
    <message>
        <source>Unknown options: %1</source>
        <translation>未知的选项：%1</translation>
    </message>
    <message>
        <source>Missing value after &apos;%1&apos;</source>
        <translation>“%1”之后缺少取值</translation>
    </message>
    <message>
        <source>Unexpected value after &apos;%1&apos;</source>
        <translation>“%1”之后不应有取值</translation>
    </message>
    <message>
        <source>letters, digits, &apos;_&apos; or &apos;-&apos;, 1 to 48 bytes</source>
        <translation>字母、汉字、数字、“_”或“-”，1 至 48 字节</translation>
    </message>
    <message>
        <source>six digits, optionally &apos;-&apos; and up to 12 capitals or digits</source>
        <translation>六位数字，其后可加“-”和至多 12 个大写字母或数字</translation>
    </message>
    <message>
        <source>empty or host:port, several separated by &apos;,&apos;</source>
        <translation>留空，或“主机:端口”，多个用逗号分隔</translation>
    </message>
    <message>
        <source>empty or host:port, as in [::]:7443</source>
        <translation>留空，或“主机:端口”，例如 [::]:7443</translation>
    </message>
    <message>
        <source>host:port, for example 10.1.2.3:7443, [2001:db8::1]:7443 or name:7443</source>
        <translation>“主机:端口”，例如 10.1.2.3:7443、[2001:db8::1]:7443 或 name:7443</translation>
    </message>
    <message>
        <source>address:port, for example 0.0.0.0:7443, [::1]:7443 or *:7443</source>
        <translation>“地址:端口”，例如 0.0.0.0:7443、[::1]:7443 或 *:7443</translation>
    </message>
    <message>
        <source>a port that this user may open (above 1023)</source>
        <translation>当前用户可以打开的端口（大于 1023）</translation>
    </message>
    <message>
        <source>an address of this machine, or * for all</source>
        <translation>本机的地址，或用 * 表示全部地址</translation>
    </message>
    <message>
        <source>at least one table, each once</source>
        <translation>至少一张表，且不重复</translation>
    </message>
    <message>
        <source>at least one table</source>
        <translation>至少一张表</translation>
    </message>
    <message>
        <source>given only once in %1</source>
        <translation>在 %1 中只出现一次</translation>
    </message>
    <message>
        <source>given only once</source>
        <translation>只出现一次</translation>
    </message>
    <message>
        <source>one of the %1 in this file</source>
        <translation>本文件中 %1 里的一个</translation>
    </message>
    <message>
        <source>the path of a file</source>
        <translation>一个文件的路径</translation>
    </message>
    <message>
        <source>1 to %1 characters</source>
        <translation>1 至 %1 个字符</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>一段文字</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true 或 false</translation>
    </message>
    <message>
        <source>a list of texts</source>
        <translation>由文字组成的列表</translation>
    </message>
    <message>
        <source>one of %1</source>
        <translation>以下之一：%1</translation>
    </message>
    <message>
        <source>a whole number from %1 to %2</source>
        <translation>%1 至 %2 之间的整数</translation>
    </message>
    <message>
        <source>an object</source>
        <translation>一个对象 {...}</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>一个列表 [...]</translation>
    </message>
    <message>
        <source>&apos;table&apos; or &apos;field&apos;</source>
        <translation>“table”或“field”</translation>
    </message>
    <message>
        <source>another node than this one</source>
        <translation>本节点以外的节点</translation>
    </message>
    <message>
        <source>not an object {...}</source>
        <translation>不是一个对象 {...}</translation>
    </message>
    <message>
        <source>it is not an absolute path</source>
        <translation>不是绝对路径</translation>
    </message>
    <message>
        <source>not an absolute path</source>
        <translation>不是绝对路径</translation>
    </message>
    <message>
        <source>there is no such file</source>
        <translation>没有这个文件</translation>
    </message>
    <message>
        <source>its folder is not there</source>
        <translation>所在的目录不存在</translation>
    </message>
    <message>
        <source>it is not a writable file</source>
        <translation>不是可写的文件</translation>
    </message>
    <message>
        <source>it is not a directory</source>
        <translation>不是目录</translation>
    </message>
    <message>
        <source>it is not writable</source>
        <translation>不可写</translation>
    </message>
    <message>
        <source>a directory</source>
        <translation>是一个目录</translation>
    </message>
    <message>
        <source>directory %1 does not exist</source>
        <translation>目录 %1 不存在</translation>
    </message>
    <message>
        <source>%1 does not exist</source>
        <translation>%1 不存在</translation>
    </message>
    <message>
        <source>%1 is not a file</source>
        <translation>%1 不是文件</translation>
    </message>
    <message>
        <source>%1 may not be read and written</source>
        <translation>%1 不可读写</translation>
    </message>
    <message>
        <source>%1 may not be written to</source>
        <translation>%1 不可写</translation>
    </message>
    <message>
        <source>the trigger route needs to read and write it</source>
        <translation>触发器路线需要对它可读可写</translation>
    </message>
    <message>
        <source>it already holds a node (node.json)</source>
        <translation>其中已有一个节点（node.json）</translation>
    </message>
    <message>
        <source>not a plain file</source>
        <translation>不是普通文件</translation>
    </message>
    <message>
        <source>not readable by this user</source>
        <translation>当前用户不可读</translation>
    </message>
    <message>
        <source>open to other users (chmod 600 it)</source>
        <translation>其他用户可以读取（请执行 chmod 600）</translation>
    </message>
    <message>
        <source>cannot be made readable by its owner only</source>
        <translation>无法设为仅属主可读</translation>
    </message>
    <message>
        <source>%1 has %2 bytes, more than the %3 it may have</source>
        <translation>%1 有 %2 字节，超过允许的 %3 字节</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>没有这个文件或目录</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>权限不足</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>设备上没有剩余空间</translation>
    </message>
    <message>
        <source>Disk quota exceeded</source>
        <translation>超出磁盘配额</translation>
    </message>
    <message>
        <source>File too large</source>
        <translation>文件过大</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>是一个目录</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>不是目录</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>文件系统为只读</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>输入/输出错误</translation>
    </message>
    <message>
        <source>Too many open files</source>
        <translation>打开的文件过多</translation>
    </message>
    <message>
        <source>File exists</source>
        <translation>文件已存在</translation>
    </message>
    <message>
        <source>Directory not empty</source>
        <translation>目录非空</translation>
    </message>
    <message>
        <source>unterminated object</source>
        <translation>对象没有结束</translation>
    </message>
    <message>
        <source>missing name separator</source>
        <translation>缺少冒号</translation>
    </message>
    <message>
        <source>unterminated array</source>
        <translation>列表没有结束</translation>
    </message>
    <message>
        <source>missing value separator</source>
        <translation>缺少逗号</translation>
    </message>
    <message>
        <source>illegal value</source>
        <translation>非法的值</translation>
    </message>
    <message>
        <source>invalid termination by number</source>
        <translation>数字处意外结束</translation>
    </message>
    <message>
        <source>illegal number</source>
        <translation>非法的数字</translation>
    </message>
    <message>
        <source>invalid escape sequence</source>
        <translation>非法的转义序列</translation>
    </message>
    <message>
        <source>invalid UTF8 string</source>
        <translation>不是合法的 UTF-8 文字</translation>
    </message>
    <message>
        <source>unterminated string</source>
        <translation>文字没有结束</translation>
    </message>
    <message>
        <source>object is missing after a comma</source>
        <translation>逗号之后缺少内容</translation>
    </message>
    <message>
        <source>too deeply nested document</source>
        <translation>嵌套过深</translation>
    </message>
    <message>
        <source>too large document</source>
        <translation>文件过大</translation>
    </message>
    <message>
        <source>garbage at the end of the document</source>
        <translation>结尾处有多余内容</translation>
    </message>
    <message>
        <source>driver &apos;%1&apos;; this version speaks sqlite</source>
        <translation>驱动“%1”；本版本支持 sqlite</translation>
    </message>
    <message>
        <source>route &apos;%1&apos;; this version has the trigger route</source>
        <translation>路线“%1”；本版本提供触发器路线</translation>
    </message>
    <message>
        <source>holds no certificate in PEM form</source>
        <translation>其中没有 PEM 格式的证书</translation>
    </message>
    <message>
        <source>expired on %1</source>
        <translation>已于 %1 过期</translation>
    </message>
    <message>
        <source>not valid before %1</source>
        <translation>在 %1 之前无效</translation>
    </message>
    <message>
        <source>cannot be used for TLS</source>
        <translation>不能用于 TLS</translation>
    </message>
    <message>
        <source>an intermediate certificate in it cannot be used for TLS</source>
        <translation>其中的中间证书不能用于 TLS</translation>
    </message>
    <message>
        <source>holds no private key in PEM form without a passphrase</source>
        <translation>其中没有不带口令的 PEM 格式私钥</translation>
    </message>
    <message>
        <source>this private key does not fit the certificate</source>
        <translation>私钥与证书不匹配</translation>
    </message>
    <message>
        <source>%1 is not the certificate of an authority</source>
        <translation>%1 不是证书机构的证书</translation>
    </message>
    <message>
        <source>cannot be used as a trusted authority</source>
        <translation>不能用作受信任的证书机构</translation>
    </message>
    <message>
        <source>cannot be read: %1</source>
        <translation>无法读取：%1</translation>
    </message>
    <message>
        <source>it was issued for %1, this node is %2</source>
        <translation>它是颁发给 %1 的，而本节点是 %2</translation>
    </message>
    <message>
        <source>its subject has no common name</source>
        <translation>主题中没有通用名</translation>
    </message>
    <message>
        <source>its subject has more than one common name</source>
        <translation>主题中有多个通用名</translation>
    </message>
    <message>
        <source>its common name cannot be read</source>
        <translation>通用名无法读取</translation>
    </message>
    <message>
        <source>its common name is not a node code</source>
        <translation>通用名不是节点代码</translation>
    </message>
    <message>
        <source>no certificate was sent</source>
        <translation>对方没有出示证书</translation>
    </message>
    <message>
        <source>it does not speak TLS 1.3</source>
        <translation>对方不支持 TLS 1.3</translation>
    </message>
    <message>
        <source>it does not speak busheng/1</source>
        <translation>对方不支持 busheng/1 协议</translation>
    </message>
    <message>
        <source>certificate has expired</source>
        <translation>证书已过期</translation>
    </message>
    <message>
        <source>certificate is not yet valid</source>
        <translation>证书尚未生效</translation>
    </message>
    <message>
        <source>self-signed certificate</source>
        <translation>自签名证书</translation>
    </message>
    <message>
        <source>self-signed certificate in certificate chain</source>
        <translation>证书链中有自签名证书</translation>
    </message>
    <message>
        <source>unable to get local issuer certificate</source>
        <translation>找不到颁发者的证书</translation>
    </message>
    <message>
        <source>unable to get issuer certificate</source>
        <translation>找不到颁发者的证书</translation>
    </message>
    <message>
        <source>unable to verify the first certificate</source>
        <translation>第一个证书无法验证</translation>
    </message>
    <message>
        <source>certificate signature failure</source>
        <translation>证书签名错误</translation>
    </message>
    <message>
        <source>certificate revoked</source>
        <translation>证书已吊销</translation>
    </message>
    <message>
        <source>invalid CA certificate</source>
        <translation>证书机构的证书无效</translation>
    </message>
    <message>
        <source>unsupported certificate purpose</source>
        <translation>证书用途不符</translation>
    </message>
    <message>
        <source>certificate not trusted</source>
        <translation>证书不受信任</translation>
    </message>
    <message>
        <source>the link is not up</source>
        <translation>链路尚未建立</translation>
    </message>
    <message>
        <source>the link was removed</source>
        <translation>链路已被删除</translation>
    </message>
    <message>
        <source>this node stops</source>
        <translation>本节点正在停止</translation>
    </message>
    <message>
        <source>the dataset &apos;%1&apos; is not granted to %2</source>
        <translation>数据集“%1”没有授权给 %2</translation>
    </message>
    <message>
        <source>not ready to talk after %1 ms</source>
        <translation>%1 毫秒后仍未就绪</translation>
    </message>
    <message>
        <source>nothing was heard for %1 ms</source>
        <translation>%1 毫秒没有收到任何数据</translation>
    </message>
    <message>
        <source>no answer within %1 ms</source>
        <translation>%1 毫秒内没有应答</translation>
    </message>
    <message>
        <source>no answer in time</source>
        <translation>未及时应答</translation>
    </message>
    <message>
        <source>the peer ended the connection</source>
        <translation>对方结束了连接</translation>
    </message>
    <message>
        <source>it ended the connection before its greeting</source>
        <translation>对方在问候之前结束了连接</translation>
    </message>
    <message>
        <source>it shows this node&apos;s own code, %1</source>
        <translation>对方出示的是本节点自己的代码 %1</translation>
    </message>
    <message>
        <source>the peer said goodbye: %1</source>
        <translation>对方告别并关闭了会话：%1</translation>
    </message>
    <message>
        <source>the peer said goodbye</source>
        <translation>对方告别并关闭了会话</translation>
    </message>
    <message>
        <source>a second session of the same link</source>
        <translation>同一链路的第二个会话</translation>
    </message>
    <message>
        <source>it calls itself %1</source>
        <translation>对方自称 %1</translation>
    </message>
    <message>
        <source>this node has its most sessions, %1</source>
        <translation>本节点的会话数已达上限 %1</translation>
    </message>
    <message>
        <source>too many connections from there at once</source>
        <translation>该地址同时连接过多</translation>
    </message>
    <message>
        <source>payload is not one CBOR map</source>
        <translation>内容不是一个 CBOR 映射</translation>
    </message>
    <message>
        <source>the peer speaks another protocol version than %1</source>
        <translation>对方的协议版本不是 %1</translation>
    </message>
    <message>
        <source>Hello names no node code</source>
        <translation>Hello 中没有节点代码</translation>
    </message>
    <message>
        <source>Hello has no boot id of 16 bytes</source>
        <translation>Hello 中没有 16 字节的启动标识</translation>
    </message>
    <message>
        <source>Hello has a malformed product version</source>
        <translation>Hello 中的产品版本格式错误</translation>
    </message>
    <message>
        <source>message type %1 is unknown</source>
        <translation>消息类型 %1 未知</translation>
    </message>
    <message>
        <source>message type %1 may not come here</source>
        <translation>消息类型 %1 不应在此出现</translation>
    </message>
    <message>
        <source>message type %1 of %2 bytes is too long</source>
        <translation>类型 %1 的消息有 %2 字节，过长</translation>
    </message>
    <message>
        <source>message type %1 belongs to no stream</source>
        <translation>类型 %1 的消息不属于任何流</translation>
    </message>
    <message>
        <source>a message of type %1</source>
        <translation>类型为 %1 的消息</translation>
    </message>
    <message>
        <source>a control message is not a CBOR map</source>
        <translation>控制消息不是 CBOR 映射</translation>
    </message>
    <message>
        <source>the control message &apos;%1&apos; is not whole</source>
        <translation>控制消息“%1”不完整</translation>
    </message>
    <message>
        <source>unknown control message &apos;%1&apos;</source>
        <translation>未知的控制消息“%1”</translation>
    </message>
    <message>
        <source>a progress message has %1 bytes, not 16</source>
        <translation>进度消息有 %1 字节，应为 16 字节</translation>
    </message>
    <message>
        <source>a refusal is not whole</source>
        <translation>拒绝消息不完整</translation>
    </message>
    <message>
        <source>Connection refused</source>
        <translation>连接被拒绝</translation>
    </message>
    <message>
        <source>Host not found</source>
        <translation>找不到主机</translation>
    </message>
    <message>
        <source>Network unreachable</source>
        <translation>网络不可达</translation>
    </message>
    <message>
        <source>Host unreachable</source>
        <translation>主机不可达</translation>
    </message>
    <message>
        <source>No route to host</source>
        <translation>没有到主机的路由</translation>
    </message>
    <message>
        <source>Connection timed out</source>
        <translation>连接超时</translation>
    </message>
    <message>
        <source>Connection reset by peer</source>
        <translation>连接被对方重置</translation>
    </message>
    <message>
        <source>Socket operation timed out</source>
        <translation>操作超时</translation>
    </message>
    <message>
        <source>Network operation timed out</source>
        <translation>网络操作超时</translation>
    </message>
    <message>
        <source>The remote host closed the connection</source>
        <translation>对方关闭了连接</translation>
    </message>
    <message>
        <source>the connection was closed</source>
        <translation>连接已关闭</translation>
    </message>
    <message>
        <source>the connection to the node was given up</source>
        <translation>已放弃与节点的连接</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>没有连接</translation>
    </message>
    <message>
        <source>no node answers at %1: %2</source>
        <translation>%1 处没有节点应答：%2</translation>
    </message>
    <message>
        <source>the node did not answer within %1 s</source>
        <translation>节点在 %1 秒内没有应答</translation>
    </message>
    <message>
        <source>it does not begin with the mark of a packet</source>
        <translation>开头不是数据包的标识</translation>
    </message>
    <message>
        <source>format version %1 is unknown, this program knows %2</source>
        <translation>格式版本 %1 未知，本程序支持 %2</translation>
    </message>
    <message>
        <source>header length %1, must be %2</source>
        <translation>包头长度为 %1，应为 %2</translation>
    </message>
    <message>
        <source>%1 bytes are less than a header</source>
        <translation>%1 字节，不足一个包头</translation>
    </message>
    <message>
        <source>plain length %1, must be 1 to %2</source>
        <translation>明文长度为 %1，应为 1 至 %2</translation>
    </message>
    <message>
        <source>body length %1, must be %2 to %3</source>
        <translation>包体长度为 %1，应为 %2 至 %3</translation>
    </message>
    <message>
        <source>body length %1 does not fit plain length %2</source>
        <translation>包体长度 %1 与明文长度 %2 不符</translation>
    </message>
    <message>
        <source>%1 bytes, must be %2</source>
        <translation>%1 字节，应为 %2</translation>
    </message>
    <message>
        <source>cipher suite %1 is unknown</source>
        <translation>密码套件 %1 未知</translation>
    </message>
    <message>
        <source>compression %1 is unknown</source>
        <translation>压缩方式 %1 未知</translation>
    </message>
    <message>
        <source>flags %1 are unknown</source>
        <translation>标志 %1 未知</translation>
    </message>
    <message>
        <source>sequence 0</source>
        <translation>序号为 0</translation>
    </message>
    <message>
        <source>its positions run backwards</source>
        <translation>位点倒退</translation>
    </message>
    <message>
        <source>a node code is not well-formed</source>
        <translation>节点代码格式错误</translation>
    </message>
    <message>
        <source>reserved bytes are not zero</source>
        <translation>保留字节不为零</translation>
    </message>
    <message>
        <source>its header does not say what its body holds</source>
        <translation>包头与包体内容不符</translation>
    </message>
    <message>
        <source>the body does not decompress to %1 bytes</source>
        <translation>包体解压后不是 %1 字节</translation>
    </message>
    <message>
        <source>the body is not one zstd frame of %1 bytes</source>
        <translation>包体不是一个 %1 字节的 zstd 帧</translation>
    </message>
    <message>
        <source>zstd: %1</source>
        <translation>zstd 出错：%1</translation>
    </message>
    <message>
        <source>frame %1: %2</source>
        <translation>第 %1 帧：%2</translation>
    </message>
    <message>
        <source>no frames</source>
        <translation>没有任何帧</translation>
    </message>
    <message>
        <source>a frame is malformed</source>
        <translation>有一帧格式错误</translation>
    </message>
    <message>
        <source>its frames are malformed</source>
        <translation>帧格式错误</translation>
    </message>
    <message>
        <source>something follows a frame that must be the last</source>
        <translation>必须在最后的帧之后还有内容</translation>
    </message>
    <message>
        <source>a transaction that goes on elsewhere does not begin a packet of its own</source>
        <translation>跨包的事务没有独占其起始数据包</translation>
    </message>
    <message>
        <source>it may not come here</source>
        <translation>不应在此出现</translation>
    </message>
    <message>
        <source>its type is unknown</source>
        <translation>类型未知</translation>
    </message>
    <message>
        <source>the transaction has %1 operations, not %2</source>
        <translation>事务有 %1 个操作，而非 %2 个</translation>
    </message>
    <message>
        <source>loaded rows are not upserts of one table</source>
        <translation>装载的行不是同一张表的写入</translation>
    </message>
    <message>
        <source>operation %1 has a malformed row</source>
        <translation>第 %1 个操作的行格式错误</translation>
    </message>
    <message>
        <source>operation %1 lacks a row</source>
        <translation>第 %1 个操作缺少行</translation>
    </message>
    <message>
        <source>operation %1 is malformed</source>
        <translation>第 %1 个操作格式错误</translation>
    </message>
    <message>
        <source>it has %1 operations, not %2</source>
        <translation>有 %1 个操作，而非 %2 个</translation>
    </message>
    <message>
        <source>a change inside a load</source>
        <translation>装载之中出现变更</translation>
    </message>
    <message>
        <source>a load inside a transaction</source>
        <translation>事务之中出现装载</translation>
    </message>
    <message>
        <source>a mark or heartbeat inside a transaction</source>
        <translation>事务之中出现标记或心跳</translation>
    </message>
    <message>
        <source>a structure inside a load or a transaction</source>
        <translation>装载或事务之中出现表结构</translation>
    </message>
    <message>
        <source>rows outside a load</source>
        <translation>装载之外出现装载的行</translation>
    </message>
    <message>
        <source>the end of a load outside a load</source>
        <translation>装载之外出现装载结束</translation>
    </message>
    <message>
        <source>a frame behind one that must be a packet&apos;s last</source>
        <translation>必须在最后的帧之后还有帧</translation>
    </message>
    <message>
        <source>a structure inside a transaction</source>
        <translation>事务之中出现表结构</translation>
    </message>
    <message>
        <source>a load begins inside a transaction or before a structure</source>
        <translation>装载在事务之中或表结构之前开始</translation>
    </message>
    <message>
        <source>a load expects rows of %1 tables, the structure has %2</source>
        <translation>装载预期 %1 张表的行，而结构有 %2 张表</translation>
    </message>
    <message>
        <source>load %1 is resumed, but is not under way</source>
        <translation>续传装载 %1，但它并未在进行</translation>
    </message>
    <message>
        <source>load %1 begins after load %2</source>
        <translation>装载 %1 在装载 %2 之后开始</translation>
    </message>
    <message>
        <source>rows of a load outside of a load</source>
        <translation>装载之外出现装载的行</translation>
    </message>
    <message>
        <source>rows of load %1 in load %2</source>
        <translation>装载 %2 中出现装载 %1 的行</translation>
    </message>
    <message>
        <source>the end of a load outside of a load</source>
        <translation>装载之外出现装载结束</translation>
    </message>
    <message>
        <source>a load counts rows of %1 tables, the structure has %2</source>
        <translation>装载统计了 %1 张表，而结构有 %2 张表</translation>
    </message>
    <message>
        <source>a transaction inside another, or before the end of the load</source>
        <translation>事务嵌套，或在装载结束之前出现事务</translation>
    </message>
    <message>
        <source>a transaction at %1 after position %2</source>
        <translation>位点 %2 之后出现位于 %1 的事务</translation>
    </message>
    <message>
        <source>operations outside of a transaction</source>
        <translation>事务之外出现操作</translation>
    </message>
    <message>
        <source>a transaction ends that did not begin</source>
        <translation>结束了没有开始的事务</translation>
    </message>
    <message>
        <source>a transaction of %1 operations has %2</source>
        <translation>应有 %1 个操作的事务有 %2 个</translation>
    </message>
    <message>
        <source>a transaction is dropped that is not open</source>
        <translation>放弃了没有开始的事务</translation>
    </message>
    <message>
        <source>%1 inside a transaction, or before the end of the load</source>
        <translation>事务之中或装载结束之前出现%1</translation>
    </message>
    <message>
        <source>%1 at %2 after position %3</source>
        <translation>位点 %3 之后出现位于 %2 的%1</translation>
    </message>
    <message>
        <source>a mark</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>a heartbeat</source>
        <translation>心跳</translation>
    </message>
    <message>
        <source>rows of two tables in one frame of a load</source>
        <translation>装载的一帧中有两张表的行</translation>
    </message>
    <message>
        <source>an operation on table %1, which the structure does not have</source>
        <translation>操作涉及表 %1，而结构中没有该表</translation>
    </message>
    <message>
        <source>an operation in a load that is no upsert</source>
        <translation>装载中的操作不是写入</translation>
    </message>
    <message>
        <source>operation %1 of a block is malformed</source>
        <translation>块中第 %1 个操作格式错误</translation>
    </message>
    <message>
        <source>a block of %1 operations has %2</source>
        <translation>应有 %1 个操作的块有 %2 个</translation>
    </message>
    <message>
        <source>a packet without frames</source>
        <translation>数据包中没有帧</translation>
    </message>
    <message>
        <source>the header and the frames disagree on whether a transaction is open</source>
        <translation>包头与各帧对事务是否未结束说法不一</translation>
    </message>
    <message>
        <source>a transaction that spans packets does not begin its packet</source>
        <translation>跨包的事务不在数据包开头</translation>
    </message>
    <message>
        <source>structure: %1</source>
        <translation>表结构：%1</translation>
    </message>
    <message>
        <source>reading a structure: %1</source>
        <translation>读取表结构：%1</translation>
    </message>
    <message>
        <source>a map of %1 was expected</source>
        <translation>应为 %1 的映射</translation>
    </message>
    <message>
        <source>a list of %1 to %2 entries was expected</source>
        <translation>应为 %1 至 %2 项的列表</translation>
    </message>
    <message>
        <source>a text was expected</source>
        <translation>应为文字</translation>
    </message>
    <message>
        <source>a name was expected</source>
        <translation>应为名称</translation>
    </message>
    <message>
        <source>true or false was expected</source>
        <translation>应为真或假</translation>
    </message>
    <message>
        <source>a small number was expected</source>
        <translation>应为较小的数字</translation>
    </message>
    <message>
        <source>column %1 holds a NUL</source>
        <translation>列 %1 含有空字符</translation>
    </message>
    <message>
        <source>a constraint of %1 names a column twice</source>
        <translation>%1 的约束重复列出同一列</translation>
    </message>
    <message>
        <source>a constraint of %1 names column %2, which is not there</source>
        <translation>%1 的约束列出了不存在的列 %2</translation>
    </message>
    <message>
        <source>a foreign key of %1 has an unknown action</source>
        <translation>%1 的外键有未知的动作</translation>
    </message>
    <message>
        <source>a foreign key of %1 joins unequal numbers of columns</source>
        <translation>%1 的外键两侧列数不等</translation>
    </message>
    <message>
        <source>the key of %1 names a column out of range or twice</source>
        <translation>%1 的主键列超出范围或重复</translation>
    </message>
    <message>
        <source>a table has the id 0</source>
        <translation>有一张表的编号为 0</translation>
    </message>
    <message>
        <source>table %1 has a column twice</source>
        <translation>表 %1 有重复的列</translation>
    </message>
    <message>
        <source>table %1 has neither a rowid nor a key</source>
        <translation>表 %1 既无行号也无主键</translation>
    </message>
    <message>
        <source>table %1 has large columns and no key to find their rows by</source>
        <translation>表 %1 有大字段列，却没有可据以找到行的主键</translation>
    </message>
    <message>
        <source>bytes behind its end</source>
        <translation>结尾之后还有内容</translation>
    </message>
    <message>
        <source>the engine sqlite is said by saying none</source>
        <translation>sqlite 类型应以省略表示</translation>
    </message>
    <message>
        <source>table %1 is there twice, or its id is</source>
        <translation>表 %1 或其编号重复</translation>
    </message>
    <message>
        <source>its name is reserved</source>
        <translation>名称是保留的</translation>
    </message>
    <message>
        <source>it is a %1, not a table</source>
        <translation>它是 %1，不是表</translation>
    </message>
    <message>
        <source>column %1 is generated</source>
        <translation>列 %1 是生成列</translation>
    </message>
    <message>
        <source>column %1 of a STRICT table has the type ANY, whose values change in any other table</source>
        <translation>STRICT 表的列 %1 类型为 ANY，其值在其他表中会改变</translation>
    </message>
    <message>
        <source>it has more columns than a change can hold</source>
        <translation>列数超过一条变更所能容纳</translation>
    </message>
    <message>
        <source>a row has NULL in its key</source>
        <translation>有一行的主键为 NULL</translation>
    </message>
    <message>
        <source>column %1 is gone</source>
        <translation>列 %1 已不存在</translation>
    </message>
    <message>
        <source>column %1 is now %2, was %3</source>
        <translation>列 %1 现为 %2，原为 %3</translation>
    </message>
    <message>
        <source>column %1 is new</source>
        <translation>列 %1 是新增的</translation>
    </message>
    <message>
        <source>the key or the order of the columns has changed</source>
        <translation>主键或列的顺序已改变</translation>
    </message>
    <message>
        <source>it no longer knows dataset %1 and table %2</source>
        <translation>其中已没有数据集 %1 和表 %2</translation>
    </message>
    <message>
        <source>it no longer knows dataset %1</source>
        <translation>其中已没有数据集 %1</translation>
    </message>
    <message>
        <source>it was changed, and another dataset captures it anew</source>
        <translation>它已改变，并由另一数据集重新采集</translation>
    </message>
    <message>
        <source>tables were registered anew</source>
        <translation>表被重新登记</translation>
    </message>
    <message>
        <source>its recorded structure is damaged</source>
        <translation>记录的结构已损坏</translation>
    </message>
    <message>
        <source>changes were deleted from busheng_change</source>
        <translation>busheng_change 中的变更被删除</translation>
    </message>
    <message>
        <source>the last changes were deleted from busheng_change</source>
        <translation>busheng_change 中最后的变更被删除</translation>
    </message>
    <message>
        <source>its table or operation is not a number</source>
        <translation>其表号或操作不是数字</translation>
    </message>
    <message>
        <source>it names table number %1, which there never was</source>
        <translation>它指向从未存在的表号 %1</translation>
    </message>
    <message>
        <source>operation %1 is unknown</source>
        <translation>操作 %1 未知</translation>
    </message>
    <message>
        <source>row %1 is not as a trigger wrote it: %2</source>
        <translation>第 %1 行不是触发器所写：%2</translation>
    </message>
    <message>
        <source>the database does not know dataset %1: it is another one, or an older copy</source>
        <translation>数据库不认识数据集 %1：它是另一个库，或是较旧的副本</translation>
    </message>
    <message>
        <source>dataset %1 had captured more before, and where it stood is lost</source>
        <translation>数据集 %1 此前采集得更多，其位点已丢失</translation>
    </message>
    <message>
        <source>later changes were released</source>
        <translation>之后的变更已释放</translation>
    </message>
    <message>
        <source>the database has not come as far: it is an older copy, or lost its last commits</source>
        <translation>数据库没有到达该处：它是较旧的副本，或丢失了最后的提交</translation>
    </message>
    <message>
        <source>the source is not open</source>
        <translation>源数据库没有打开</translation>
    </message>
    <message>
        <source>the structure has not been read</source>
        <translation>尚未读取表结构</translation>
    </message>
    <message>
        <source>encoding %1: text would not be kept byte for byte</source>
        <translation>编码 %1：文字无法逐字节保存</translation>
    </message>
    <message>
        <source>journal mode %1: no write-ahead log is possible here</source>
        <translation>日志模式 %1：此处无法使用预写日志</translation>
    </message>
    <message>
        <source>the file was moved, replaced or deleted</source>
        <translation>文件被移动、替换或删除</translation>
    </message>
    <message>
        <source>it has no key</source>
        <translation>没有主键</translation>
    </message>
    <message>
        <source>column %1 is %2, not %3</source>
        <translation>列 %1 为 %2，而非 %3</translation>
    </message>
    <message>
        <source>column %1 does not take NULL</source>
        <translation>列 %1 不接受 NULL</translation>
    </message>
    <message>
        <source>column %1 is missing</source>
        <translation>缺少列 %1</translation>
    </message>
    <message>
        <source>column %1 is not known here and takes no NULL</source>
        <translation>列 %1 在源端没有且不接受 NULL</translation>
    </message>
    <message>
        <source>the key is (%1), not (%2)</source>
        <translation>主键为 (%1)，而非 (%2)</translation>
    </message>
    <message>
        <source>%1: %2 rows refer to rows of %3 that are not there</source>
        <translation>%1：有 %2 行引用了 %3 中不存在的行</translation>
    </message>
    <message>
        <source>%1: %2 rows, the source has %3</source>
        <translation>%1：有 %2 行，源端有 %3 行</translation>
    </message>
    <message>
        <source>the quality check found differences</source>
        <translation>质量校验发现差异</translation>
    </message>
    <message>
        <source>a key of table %1 is not %2 values</source>
        <translation>表 %1 的主键不是 %2 个值</translation>
    </message>
    <message>
        <source>a key of table %1 lacks a value</source>
        <translation>表 %1 的主键缺少值</translation>
    </message>
    <message>
        <source>a row of table %1 is not %2 values</source>
        <translation>表 %1 的行不是 %2 个值</translation>
    </message>
    <message>
        <source>a new row of table %1 lacks a value</source>
        <translation>表 %1 的新行缺少值</translation>
    </message>
    <message>
        <source>a key without NULL</source>
        <translation>主键不应为 NULL</translation>
    </message>
    <message>
        <source>a row with this key</source>
        <translation>应有此主键的行</translation>
    </message>
    <message>
        <source>a row that the table accepts: %1</source>
        <translation>表应能接受该行：%1</translation>
    </message>
    <message>
        <source>it has no structure</source>
        <translation>其中没有表结构</translation>
    </message>
    <message>
        <source>its table is missing or was changed</source>
        <translation>断点表缺失或被改动</translation>
    </message>
    <message>
        <source>its digest has a wrong length</source>
        <translation>摘要长度不对</translation>
    </message>
    <message>
        <source>its state is none that exists</source>
        <translation>状态不存在</translation>
    </message>
    <message>
        <source>its values were changed by hand</source>
        <translation>值被人为改动</translation>
    </message>
    <message>
        <source>it is not what was written last: edited, removed, or applied by another process</source>
        <translation>与上次写入的不同：被修改、删除，或由另一进程装载</translation>
    </message>
    <message>
        <source>record %1 is damaged</source>
        <translation>第 %1 条记录已损坏</translation>
    </message>
    <message>
        <source>transaction %1 begins twice</source>
        <translation>事务 %1 开始了两次</translation>
    </message>
    <message>
        <source>the commit at %1 follows %2</source>
        <translation>位于 %1 的提交出现在 %2 之后</translation>
    </message>
    <message>
        <source>the beginning of the transaction at %1 is gone</source>
        <translation>位于 %1 的事务的开头已不存在</translation>
    </message>
    <message>
        <source>position %1 follows %2</source>
        <translation>位点 %1 出现在 %2 之后</translation>
    </message>
    <message>
        <source>record %1 is not what it was</source>
        <translation>第 %1 条记录与原来不同</translation>
    </message>
    <message>
        <source>only a finished field-level verification that found differences can be repaired</source>
        <translation>只有已完成且发现差异的字段级校验才能修复</translation>
    </message>
    <message>
        <source>the subscription is %1</source>
        <translation>订阅的状态为 %1</translation>
    </message>
    <message>
        <source>%1 rows differ</source>
        <translation>%1 行不同</translation>
    </message>
    <message>
        <source>the stream is not subscribed</source>
        <translation>该流没有被订阅</translation>
    </message>
    <message>
        <source>the structure is not known</source>
        <translation>表结构未知</translation>
    </message>
    <message>
        <source>no table %1 in this dataset</source>
        <translation>数据集中没有表 %1</translation>
    </message>
    <message>
        <source>the source counted %1 tables, the structure has %2</source>
        <translation>源端统计了 %1 张表，而结构有 %2 张表</translation>
    </message>
    <message>
        <source>a digest names table %1, which is not there</source>
        <translation>摘要指向不存在的表 %1</translation>
    </message>
    <message>
        <source>row %1 of the source&apos;s table %2 is malformed</source>
        <translation>源端表 %2 的第 %1 行格式错误</translation>
    </message>
    <message>
        <source>row %1 of the source&apos;s table %2 is there twice</source>
        <translation>源端表 %2 的第 %1 行出现两次</translation>
    </message>
    <message>
        <source>a row of the target&apos;s table %1 is malformed</source>
        <translation>目标端表 %1 的行格式错误</translation>
    </message>
    <message>
        <source>a row of table %1 is malformed</source>
        <translation>表 %1 的行格式错误</translation>
    </message>
    <message>
        <source>the engine has stopped</source>
        <translation>引擎已停止</translation>
    </message>
    <message>
        <source>this node has no method &apos;%1&apos;</source>
        <translation>该节点没有方法“%1”</translation>
    </message>
    <message>
        <source>the node speaks local protocol %1, this program %2</source>
        <translation>节点的本地协议版本为 %1，本程序为 %2</translation>
    </message>
    <message>
        <source>the node&apos;s reply is not of the kind that was asked for</source>
        <translation>节点的应答与所问不符</translation>
    </message>
    <message>
        <source>%1 does not start: %2</source>
        <translation>%1 无法启动：%2</translation>
    </message>
    <message>
        <source>the node in %1 does not run; see node.log there</source>
        <translation>%1 中的节点没有运行，请查看其中的 node.log</translation>
    </message>
    <message>
        <source>the node in %1 still runs</source>
        <translation>%1 中的节点仍在运行</translation>
    </message>
    <message>
        <source>the node in %1 did not end</source>
        <translation>%1 中的节点没有结束</translation>
    </message>
    <message>
        <source>the node in %1 ended with %2</source>
        <translation>%1 中的节点以 %2 结束</translation>
    </message>
    <message>
        <source>the node in %1 ended; see node.log there</source>
        <translation>%1 中的节点已结束，请查看其中的 node.log</translation>
    </message>
    <message>
        <source>not within %1 s: %2</source>
        <translation>%1 秒内未完成：%2</translation>
    </message>
    <message>
        <source>; </source>
        <extracomment>Between the reasons of a list.</extracomment>
        <translation>；</translation>
    </message>
    <message>
        <source>a frame was not finished in time</source>
        <translation>消息帧未及时发完</translation>
    </message>
    <message>
        <source>a frame is no request</source>
        <translation>消息帧不是请求</translation>
    </message>
    <message>
        <source>more than %1 requests at once</source>
        <translation>同时的请求超过 %1 个</translation>
    </message>
    <message>
        <source>not even an error fits into a frame</source>
        <translation>连错误信息也放不进消息帧</translation>
    </message>
    <message>
        <source>it does not read its replies</source>
        <translation>对方不读取应答</translation>
    </message>
    <message>
        <source>the rows that the quality check found stay as they are; add --yes to accept them</source>
        <translation>质量校验发现的行将保持原样；确认接受请加 --yes</translation>
    </message>
    <message>
        <source>all rows of the target&apos;s tables are deleted and loaded again; add --yes to do it</source>
        <translation>目标表的全部行将被删除并重新装载；确认执行请加 --yes</translation>
    </message>
    <message>
        <source>there are no findings of a quality check to accept</source>
        <translation>没有需要接受的质量校验结果</translation>
    </message>
    <message>
        <source>--route is log, trigger, timestamp, flag, full-copy or compare</source>
        <translation>--route 可取 log、trigger、timestamp、flag、full-copy 或 compare</translation>
    </message>
    <message>
        <source>route &apos;%1&apos; on %2; this version has &apos;%3&apos; there</source>
        <translation>%2 上的技术路线“%1”；本版本在该数据库上支持“%3”</translation>
    </message>
    <message>
        <source>it is not one of the dataset&apos;s tables</source>
        <translation>它不是该数据集的表</translation>
    </message>
    <message>
        <source>its replica identity is no longer FULL</source>
        <translation>它的 REPLICA IDENTITY 不再是 FULL</translation>
    </message>
    <message>
        <source>no password in it: put it into a passfile (passfile=/path, mode 0600)</source>
        <translation>其中不得写入口令：请放入口令文件（passfile=/路径，权限 0600）</translation>
    </message>
    <message>
        <source>libpq keywords with dbname and user: host=10.1.2.3 dbname=rsxt user=busheng passfile=/etc/busheng/pgpass</source>
        <translation>含 dbname 和 user 的 libpq 关键字：host=10.1.2.3 dbname=rsxt user=busheng passfile=/etc/busheng/pgpass</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no number of a verification</source>
        <translation>“%1” 不是校验编号</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no time of day like 02:30</source>
        <translation>“%1” 不是 02:30 这样的时刻</translation>
    </message>
    <message>
        <source>a time is there twice</source>
        <translation>同一时间出现了两次</translation>
    </message>
    <message>
        <source>behind &apos;every&apos; comes 5m to 8784h</source>
        <translation>“every” 之后应为 5m 至 8784h</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no moment like 2026-12-01 02:30</source>
        <translation>“%1” 不是 2026-12-01 02:30 这样的时间</translation>
    </message>
    <message>
        <source>behind &apos;daily&apos; comes a time of day like 02:30</source>
        <translation>“daily” 之后应为 02:30 这样的时刻</translation>
    </message>
    <message>
        <source>days and a time of day like 02:30 are needed</source>
        <translation>需要日期和 02:30 这样的时刻</translation>
    </message>
    <message>
        <source>it begins with every, daily, weekly, monthly, yearly or at</source>
        <translation>应以 every、daily、weekly、monthly、yearly 或 at 开头</translation>
    </message>
    <message>
        <source>another verification of it is running</source>
        <translation>该订阅已有校验在运行</translation>
    </message>
    <message>
        <source>the table where the verification stood is gone</source>
        <translation>校验所在的表已不存在</translation>
    </message>
    <message>
        <source>the subscription is gone</source>
        <translation>该订阅已不存在</translation>
    </message>
    <message>
        <source>all rows of %1 are deleted and loaded again, at every subscriber of the dataset; add --yes to do it</source>
        <translation>%1 的全部行将在该数据集的每个订阅方删除并重新装载；确认请加 --yes</translation>
    </message>
    <message>
        <source>--add or --remove is missing</source>
        <translation>缺少 --add 或 --remove</translation>
    </message>
    <message>
        <source>table %1 is being loaded</source>
        <translation>表 %1 正在装载</translation>
    </message>
    <message>
        <source>type %1 is neither an enum nor a domain</source>
        <translation>类型 %1 既不是枚举也不是域</translation>
    </message>
    <message>
        <source>type %1 has a label twice</source>
        <translation>类型 %1 的标签重复</translation>
    </message>
    <message>
        <source>type %1 is there twice</source>
        <translation>类型 %1 重复出现</translation>
    </message>
    <message>
        <source>that a table is loaded is said by saying nothing</source>
        <translation>表已装载时不应带有该标记</translation>
    </message>
    <message>
        <source>what it needs at the source could not be made yet (%1); it is tried again every ten seconds, and the other tables flow</source>
        <translation>它在源库所需的对象暂时未能建立（%1）；每十秒重试一次，其他表照常同步</translation>
    </message>
    <message>
        <source>it has no key and takes %1 MiB: without a key at most %2 MiB can be loaded among the changes; give it a key, or publish it in a dataset of its own</source>
        <translation>该表没有主键且占用 %1 MiB：无主键的表最多 %2 MiB 可在变更流中装载；请为其添加主键，或单独作为一个数据集发布</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no name of a type</source>
        <translation>“%1”不是类型名</translation>
    </message>
    <message>
        <source>the type %1 cannot be made here: %2</source>
        <translation>无法在此建立类型 %1：%2</translation>
    </message>
    <message>
        <source>%1 is another kind of type</source>
        <translation>%1 是另一种类型</translation>
    </message>
    <message>
        <source>%1 lacks the label &apos;%2&apos;</source>
        <translation>%1 缺少标签“%2”</translation>
    </message>
    <message>
        <source>%1 does not take NULL</source>
        <translation>%1 不接受 NULL</translation>
    </message>
    <message>
        <source>column &quot;%1&quot; has the new label &apos;%2&apos;</source>
        <translation>列“%1”出现新标签“%2”</translation>
    </message>
    <message>
        <source>the type %1 is another one</source>
        <translation>类型 %1 已改变</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no number of an exception; &quot;exceptions list&quot; shows them</source>
        <translation>“%1”不是异常的编号；用“exceptions list”可以列出</translation>
    </message>
    <message>
        <source>&apos;source&apos; or &apos;target&apos;</source>
        <translation>“source”或“target”</translation>
    </message>
    <message>
        <source>stop or setAside</source>
        <translation>stop 或 setAside</translation>
    </message>
    <message>
        <source>stop, sourceWins, targetWins, newer:COLUMN or ask</source>
        <translation>stop、sourceWins、targetWins、newer:列名 或 ask</translation>
    </message>
    <message>
        <source>park or stop</source>
        <translation>park 或 stop</translation>
    </message>
    <message>
        <source>%1: its structure is missing</source>
        <translation>%1：缺少其结构</translation>
    </message>
    <message>
        <source>an old row of table %1 is malformed</source>
        <translation>表 %1 的旧行格式错误</translation>
    </message>
    <message>
        <source>packet %1</source>
        <translation>第 %1 包</translation>
    </message>
    <message>
        <source>packet %1, %2</source>
        <translation>第 %1 包，%2</translation>
    </message>
    <message>
        <source>row %1: %2 (%3)</source>
        <translation>行 %1：%2（%3）</translation>
    </message>
    <message>
        <source>parked by %1</source>
        <translation>由 %1 挂起</translation>
    </message>
    <message>
        <source>it is not there</source>
        <translation>该表不存在</translation>
    </message>
    <message>
        <source>a row with this key, as the source had it</source>
        <translation>具有此键且与源端原行一致的行</translation>
    </message>
    <message>
        <source>the dataset has no such table</source>
        <translation>数据集中没有这张表</translation>
    </message>
    <message>
        <source>the table has no column %1</source>
        <translation>表中没有列 %1</translation>
    </message>
    <message>
        <source>the table has no such column</source>
        <translation>表中没有这一列</translation>
    </message>
    <message>
        <source>column %1: %2</source>
        <translation>列 %1：%2</translation>
    </message>
    <message>
        <source>column %1 belongs to the key and is not among the columns</source>
        <translation>列 %1 属于主键，但不在所选的列中</translation>
    </message>
    <message>
        <source>character %1: expected %2, found %3</source>
        <translation>第 %1 个字符处：应为%2，实际为 %3</translation>
    </message>
    <message>
        <source>the end</source>
        <translation>结尾</translation>
    </message>
    <message>
        <source>AND, OR or the end</source>
        <translation> AND、OR 或结尾</translation>
    </message>
    <message>
        <source>at most %1 parts inside each other</source>
        <translation>最多嵌套 %1 层</translation>
    </message>
    <message>
        <source>AND, OR or )</source>
        <translation> AND、OR 或 )</translation>
    </message>
    <message>
        <source>a column, NOT or (</source>
        <translation>列名、NOT 或 (</translation>
    </message>
    <message>
        <source>at most %1 comparisons</source>
        <translation>最多 %1 个比较</translation>
    </message>
    <message>
        <source>IN or LIKE</source>
        <translation> IN 或 LIKE</translation>
    </message>
    <message>
        <source>a number, a &apos;text&apos;, TRUE or FALSE</source>
        <translation>数字、&apos;文本&apos;、TRUE 或 FALSE</translation>
    </message>
    <message>
        <source>a text without a NUL</source>
        <translation>不含 NUL 的文本</translation>
    </message>
    <message>
        <source>, or )</source>
        <translation> , 或 )</translation>
    </message>
    <message>
        <source>a &apos;text%&apos; with one % at its end, and no _ or \</source>
        <translation>&apos;文本%&apos;，仅末尾有一个 %，不含 _ 和 \</translation>
    </message>
    <message>
        <source>=, &lt;&gt;, &lt;, &lt;=, &gt;, &gt;=, IN, LIKE or IS</source>
        <translation> =、&lt;&gt;、&lt;、&lt;=、&gt;、&gt;=、IN、LIKE 或 IS</translation>
    </message>
    <message>
        <source>a filter has at most %1 characters</source>
        <translation>过滤条件最多 %1 个字符</translation>
    </message>
    <message>
        <source>it holds numbers, so a number is expected</source>
        <translation>该列为数值，应写数字</translation>
    </message>
    <message>
        <source>a number that a double can hold is expected</source>
        <translation>应写双精度浮点数能表示的数字</translation>
    </message>
    <message>
        <source>TRUE or FALSE is expected</source>
        <translation>应写 TRUE 或 FALSE</translation>
    </message>
    <message>
        <source>it holds texts, so a &apos;text&apos; is expected</source>
        <translation>该列为文本，应写 &apos;文本&apos;</translation>
    </message>
    <message>
        <source>a UUID like &apos;01234567-89ab-cdef-0123-456789abcdef&apos; is expected</source>
        <translation>应写 UUID，例如 &apos;01234567-89ab-cdef-0123-456789abcdef&apos;</translation>
    </message>
    <message>
        <source>a date like &apos;2026-01-31&apos; is expected</source>
        <translation>应写日期，例如 &apos;2026-01-31&apos;</translation>
    </message>
    <message>
        <source>a time like &apos;08:30:00&apos; is expected</source>
        <translation>应写时间，例如 &apos;08:30:00&apos;</translation>
    </message>
    <message>
        <source>a moment like &apos;2026-01-31 08:30:00&apos; is expected</source>
        <translation>应写日期和时间，例如 &apos;2026-01-31 08:30:00&apos;</translation>
    </message>
    <message>
        <source>a moment with its zone like &apos;2026-01-31 08:30:00+08&apos; is expected</source>
        <translation>应写带时区的日期和时间，例如 &apos;2026-01-31 08:30:00+08&apos;</translation>
    </message>
    <message>
        <source>values of type %1 cannot be compared here, only IS NULL can be asked</source>
        <translation>类型 %1 的值不能在此比较，只能用 IS NULL</translation>
    </message>
    <message>
        <source>LIKE needs a column of texts, not of %1</source>
        <translation>LIKE 只能用于文本列，不能用于 %1</translation>
    </message>
    <message>
        <source>column names, each once</source>
        <translation>列名，各出现一次</translation>
    </message>
    <message>
        <source>columns and their names at the target, each once</source>
        <translation>列及其在目标端的名称，各出现一次</translation>
    </message>
    <message>
        <source>a column that is among the columns: %1</source>
        <translation>所选列中的一列：%1</translation>
    </message>
    <message>
        <source>a table of the dataset, each once</source>
        <translation>数据集中的表，各出现一次</translation>
    </message>
    <message>
        <source>a table of its own at the target</source>
        <translation>目标端各自不同的表</translation>
    </message>
    <message>
        <source>empty, or the name of one schema</source>
        <translation>留空，或一个模式的名称</translation>
    </message>
    <message>
        <source>empty: a database of this kind has no schemas</source>
        <translation>留空：此类数据库没有模式</translation>
    </message>
    <message>
        <source>a name without a schema: a database of this kind has none</source>
        <translation>不带模式的名称：此类数据库没有模式</translation>
    </message>
    <message>
        <source>two tables would have this name</source>
        <translation>会有两张表使用这个名称</translation>
    </message>
    <message>
        <source>two columns would be called %1</source>
        <translation>会有两列都叫 %1</translation>
    </message>
    <message>
        <source>a subscription whose structure has arrived from its source</source>
        <translation>其结构已从源端到达的订阅</translation>
    </message>
    <message>
        <source>a subscription that waits for the approval of its structure</source>
        <translation>正在等待批准结构的订阅</translation>
    </message>
    <message>
        <source>the target&apos;s columns have changed meanwhile: try again</source>
        <translation>目标端的列在此期间发生了变化：请重试</translation>
    </message>
    <message>
        <source>--table is SOURCE=TARGET, not &apos;%1&apos;</source>
        <translation>--table 的写法为 源表=目标表，而不是“%1”</translation>
    </message>
    <message>
        <source>--columns is TABLE:COLUMN,COLUMN=NAME, not &apos;%1&apos;</source>
        <translation>--columns 的写法为 表:列,列=名称，而不是“%1”</translation>
    </message>
    <message>
        <source>--where is TABLE:FILTER, not &apos;%1&apos;</source>
        <translation>--where 的写法为 表:过滤条件，而不是“%1”</translation>
    </message>
    <message>
        <source>--new-columns is wait, add or ignore</source>
        <translation>--new-columns 为 wait、add 或 ignore</translation>
    </message>
    <message>
        <source>the statements that &apos;structure show&apos; lists are run at the target; add --yes to approve them</source>
        <translation>将在目标端执行“structure show”列出的语句；加上 --yes 表示批准</translation>
    </message>
    <message>
        <source>rights on %1, which has no users</source>
        <translation>%1 没有数据库用户，无法授权</translation>
    </message>
    <message>
        <source>it is a view or a table of another server</source>
        <translation>它是视图或其他服务器的表</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no day here: weekly mon to sun, monthly 1 to 31 or last, yearly 03-15, each once</source>
        <translation>“%1” 在此不是有效日期：weekly 用 mon 至 sun，monthly 用 1 至 31 或 last，yearly 用 03-15，每个只能出现一次</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>名称为空</translation>
    </message>
    <message>
        <source>its bytes are no UTF-8; convert the name to UTF-8</source>
        <translation>名称中有字节不是 UTF-8，请将名称转换为 UTF-8</translation>
    </message>
    <message>
        <source>the control character %1 may not stand in a name</source>
        <translation>名称中不得有控制字符 %1</translation>
    </message>
    <message>
        <source>the invisible character %1 may not stand in a name: it makes one name look like another</source>
        <translation>名称中不得有不可见字符 %1：它会使一个名称看起来像另一个名称</translation>
    </message>
    <message>
        <source>&apos;%1&apos; may not stand in a name; leave it out</source>
        <translation>名称中不得使用“%1”，请去掉</translation>
    </message>
    <message>
        <source>it has %1 bytes in UTF-8, more than the %2 it may have</source>
        <translation>按 UTF-8 有 %1 字节，超过允许的 %2 字节</translation>
    </message>
    <message>
        <source>one of its parts has %1 bytes in UTF-8, more than the %2 that a file system takes</source>
        <translation>其中一段按 UTF-8 有 %1 字节，超过文件系统允许的 %2 字节</translation>
    </message>
    <message>
        <source>it begins with the six digits of an administrative division (GB/T 2260)</source>
        <translation>须以六位行政区划代码（GB/T 2260）开头</translation>
    </message>
    <message>
        <source>%1 is no code of an administrative division (GB/T 2260)</source>
        <translation>%1 不是行政区划代码（GB/T 2260）</translation>
    </message>
    <message>
        <source>the initials of the system&apos;s name are missing behind the division&apos;s code</source>
        <translation>行政区划代码之后缺少应用系统名称的汉语拼音首字母</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no capital A to Z, as the initials of the system&apos;s name are</source>
        <translation>“%1”不是大写字母 A 至 Z，应用系统名称须用大写的拼音首字母</translation>
    </message>
    <message>
        <source>the initials have %1 letters, more than %2</source>
        <translation>拼音首字母有 %1 个，超过 %2 个</translation>
    </message>
    <message>
        <source>behind the initials stand 14 digits of the time (yyyyMMddHHmmss), with a part&apos;s number 17; here are %1</source>
        <translation>首字母之后须为 14 位时间（yyyyMMddHHmmss），带流水号时为 17 位；此处有 %1 位</translation>
    </message>
    <message>
        <source>%1 is no moment of the calendar (yyyyMMddHHmmss)</source>
        <translation>%1 不是有效的时间（yyyyMMddHHmmss）</translation>
    </message>
    <message>
        <source>parts are numbered from 001 to 999, 000 is none</source>
        <translation>流水号从 001 至 999，没有 000</translation>
    </message>
    <message>
        <source>%1 parts would be needed and 999 can be numbered; take parts of at least %2 bytes</source>
        <translation>需要 %1 个分割文件，而流水号只能到 999；请将每个分割文件增大到至少 %2 字节</translation>
    </message>
    <message>
        <source>a suffix is missing at its end, like .doc</source>
        <translation>末尾缺少文件后缀，如 .doc</translation>
    </message>
    <message>
        <source>&apos;%1&apos; may not stand in the suffix: letters, digits and single dots, 32 at most</source>
        <translation>文件后缀中不得有“%1”：只用字母、数字和单个的点，最多 32 个字符</translation>
    </message>
    <message>
        <source>the names of the next %1 seconds are all given away; wait, or send the files as one task&apos;s directory</source>
        <translation>之后 %1 秒内的名称均已用完；请稍候，或将这些文件作为一个任务目录发送</translation>
    </message>
    <message>
        <source>&apos;%1&apos; has no pinyin initial; give the initials themselves</source>
        <translation>“%1”没有拼音首字母，请直接给出首字母</translation>
    </message>
    <message>
        <source>&apos;%1&apos; may not stand in a task&apos;s name: Chinese characters, letters A to Z, digits and &apos;_&apos;</source>
        <translation>任务名称中不得有“%1”：只用中文、英文字母、数字和下划线</translation>
    </message>
    <message>
        <source>it is an absolute path and would leave the receiving directory</source>
        <translation>这是绝对路径，会越出接收目录</translation>
    </message>
    <message>
        <source>it begins with a drive and would leave the receiving directory</source>
        <translation>以盘符开头，会越出接收目录</translation>
    </message>
    <message>
        <source>&apos;.&apos; and &apos;..&apos; may not be parts of it</source>
        <translation>路径中不得有“.”和“..”</translation>
    </message>
    <message>
        <source>a part between two separators is empty</source>
        <translation>两个分隔符之间为空</translation>
    </message>
    <message>
        <source>&apos;%1&apos; means &apos;.&apos;, &apos;..&apos; or a separator when it is decoded</source>
        <translation>“%1”解码后是“.”、“..”或分隔符</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is the name of a device under Windows</source>
        <translation>“%1”是 Windows 的设备名</translation>
    </message>
    <message>
        <source>a part ends with a dot or a space, which Windows takes away</source>
        <translation>其中一段以点或空格结尾，Windows 会将其去掉</translation>
    </message>
    <message>
        <source>it has %1 parts, more than %2</source>
        <translation>共 %1 级，超过 %2 级</translation>
    </message>
    <message>
        <source>--system is posix or windows</source>
        <translation>--system 须为 posix 或 windows</translation>
    </message>
    <message>
        <source>--kind is file, task, directory or tree</source>
        <translation>--kind 须为 file、task、directory 或 tree</translation>
    </message>
    <message>
        <source>one of --system and --initials is needed</source>
        <translation>须给出 --system 和 --initials 之一</translation>
    </message>
    <message>
        <source>demand, service or a timetable: %1</source>
        <translation>demand、service 或时间表：%1</translation>
    </message>
    <message>
        <source>--encoding is UTF-8, GB18030, GBK, UTF-16LE, UTF-16BE, Big5 or binary</source>
        <translation>--encoding 须为 UTF-8、GB18030、GBK、UTF-16LE、UTF-16BE、Big5 或 binary</translation>
    </message>
    <message>
        <source>%1 is there already</source>
        <translation>%1 已存在</translation>
    </message>
    <message>
        <source>these parts are missing: %1</source>
        <translation>缺少分割文件：%1</translation>
    </message>
    <message>
        <source>these parts are not as they were: %1</source>
        <translation>分割文件与原内容不符：%1</translation>
    </message>
    <message>
        <source>these files are no parts of it: %1</source>
        <translation>这些文件不是它的分割文件：%1</translation>
    </message>
    <message>
        <source>it is no list of parts</source>
        <translation>不是分割文件清单</translation>
    </message>
    <message>
        <source>it names a part and not a whole file</source>
        <translation>清单中的名称是分割文件，不是完整文件</translation>
    </message>
    <message>
        <source>its sizes do not add up</source>
        <translation>各分割文件的大小之和与总大小不符</translation>
    </message>
    <message>
        <source>it changed while it was read</source>
        <translation>读取期间文件发生了变化</translation>
    </message>
    <message>
        <source>its parts make another file than it was</source>
        <translation>合并后的文件与原文件不一致</translation>
    </message>
    <message>
        <source>--part-bytes is a number of bytes, 1 or more</source>
        <translation>--part-bytes 须为不小于 1 的字节数</translation>
    </message>
    <message>
        <source>--late-after is a number of minutes</source>
        <translation>--late-after 须为分钟数</translation>
    </message>
    <message>
        <source>it is no line of a listing</source>
        <translation>不是文件清单的内容</translation>
    </message>
    <message>
        <source>--%1 DIR is missing</source>
        <translation>缺少 --%1 目录</translation>
    </message>
    <message>
        <source>--days must be a whole number from 1 to %1</source>
        <translation>--days 必须是 1 到 %1 的整数</translation>
    </message>
    <message>
        <source>there is no file *.crl in it</source>
        <translation>其中没有 *.crl 文件</translation>
    </message>
    <message>
        <source>a rate and windows, as in 8MiB/s, mon-fri 08:30-18:00 2MiB/s: %1</source>
        <translation>速率及时段，例如 8MiB/s, mon-fri 08:30-18:00 2MiB/s：%1</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no rate or window; for example: 8MiB/s, mon-fri 08:30-18:00 2MiB/s, 22:00-06:00 unlimited</source>
        <translation>“%1”不是速率或时段；例如：8MiB/s, mon-fri 08:30-18:00 2MiB/s, 22:00-06:00 unlimited</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not from 1KiB/s to 1024GiB/s; to stop, write pause</source>
        <translation>“%1”不在 1KiB/s 到 1024GiB/s 之间；要停止请写 pause</translation>
    </message>
    <message>
        <source>there are more than %1 windows</source>
        <translation>时段多于 %1 个</translation>
    </message>
    <message>
        <source>it does not say when the next list comes</source>
        <translation>没有写明下一份列表的时间</translation>
    </message>
    <message>
        <source>it is signed with a broken or unknown digest</source>
        <translation>签名所用的摘要算法已被攻破或未知</translation>
    </message>
    <message>
        <source>holds no revocation list in PEM or DER form</source>
        <translation>其中没有 PEM 或 DER 格式的吊销列表</translation>
    </message>
    <message>
        <source>there are more than %1 lists in its folder</source>
        <translation>所在目录中的列表多于 %1 个</translation>
    </message>
    <message>
        <source>it is older than the one in use</source>
        <translation>比正在使用的列表旧</translation>
    </message>
    <message>
        <source>a revocation list cannot be used</source>
        <translation>其中一份吊销列表无法使用</translation>
    </message>
    <message>
        <source>its credit for bulk goes back</source>
        <translation>其文件流量额度倒退</translation>
    </message>
    <message>
        <source>it sent more bulk than it was granted</source>
        <translation>其发送的文件数据超过了额度</translation>
    </message>
    <message>
        <source>it has no suite in common: %1</source>
        <translation>没有共同的密码套件：%1</translation>
    </message>
    <message>
        <source>its SM2 certificate is that of %1</source>
        <translation>其 SM2 证书属于 %1</translation>
    </message>
    <message>
        <source>its proof does not fit this session; somebody on the way may read along</source>
        <translation>其证明与本次会话不符，途中可能有人窃听</translation>
    </message>
    <message>
        <source>it does not speak busheng/2</source>
        <translation>它使用的不是 busheng/2 协议</translation>
    </message>
    <message>
        <source>its key cannot be read</source>
        <translation>其密钥无法读取</translation>
    </message>
    <message>
        <source>its key is no SM2 key</source>
        <translation>其密钥不是 SM2 密钥</translation>
    </message>
    <message>
        <source>its key is too weak</source>
        <translation>其密钥强度不足</translation>
    </message>
    <message>
        <source>it does not say what its key may do</source>
        <translation>没有写明密钥用途</translation>
    </message>
    <message>
        <source>its key may not sign</source>
        <translation>其密钥不可用于签名</translation>
    </message>
    <message>
        <source>its key may sign certificates or revocation lists</source>
        <translation>其密钥可签发证书或吊销列表</translation>
    </message>
    <message>
        <source>it is for encryption too: a signature needs a certificate of its own</source>
        <translation>它也用于加密：签名须使用单独的证书</translation>
    </message>
    <message>
        <source>it does not say that it is for TLS</source>
        <translation>没有写明用于 TLS</translation>
    </message>
    <message>
        <source>it may be used for anything</source>
        <translation>它可用于任何用途</translation>
    </message>
    <message>
        <source>it is not for TLS</source>
        <translation>它不用于 TLS</translation>
    </message>
    <message>
        <source>its dates cannot be read</source>
        <translation>其有效期无法读取</translation>
    </message>
    <message>
        <source>it ends before it begins</source>
        <translation>其失效时间早于生效时间</translation>
    </message>
    <message>
        <source>it is valid for more than five years</source>
        <translation>其有效期超过五年</translation>
    </message>
    <message>
        <source>it is not of version 3</source>
        <translation>它不是第 3 版证书</translation>
    </message>
    <message>
        <source>one of its extensions is malformed</source>
        <translation>其中一个扩展格式有误</translation>
    </message>
    <message>
        <source>it has a critical extension that is unknown here</source>
        <translation>其中有本系统不认识的关键扩展</translation>
    </message>
    <message>
        <source>it is the certificate of an authority</source>
        <translation>它是证书机构的证书</translation>
    </message>
    <message>
        <source>it does not say that it is no authority&apos;s</source>
        <translation>没有写明它不是证书机构的证书</translation>
    </message>
    <message>
        <source>its serial number is not one of 1 to 20 bytes</source>
        <translation>其序列号不是 1 到 20 字节的正数</translation>
    </message>
    <message>
        <source>it is not one certificate</source>
        <translation>它不是一张证书</translation>
    </message>
    <message>
        <source>it is not a chain of 1 to %1 certificates</source>
        <translation>它不是由 1 到 %1 张证书组成的证书链</translation>
    </message>
    <message>
        <source>holds more than %1 certificates</source>
        <translation>其中的证书多于 %1 张</translation>
    </message>
    <message>
        <source>holds no SM2 key in PEM form without a passphrase</source>
        <translation>其中没有无口令的 PEM 格式 SM2 密钥</translation>
    </message>
    <message>
        <source>groups of this machine</source>
        <translation>本机已有的用户组</translation>
    </message>
    <message>
        <source>--send-limit or --receive-limit is missing</source>
        <translation>缺少 --send-limit 或 --receive-limit</translation>
    </message>
    <message>
        <source>an absolute path</source>
        <translation>绝对路径</translation>
    </message>
    <message>
        <source>&quot;%1&quot;, &quot;%2&quot; or both</source>
        <translation>&quot;%1&quot;、&quot;%2&quot;，或两者都写</translation>
    </message>
    <message>
        <source>there is no password on standard input</source>
        <translation>标准输入中没有口令</translation>
    </message>
    <message>
        <source>a text without zeros</source>
        <translation>不含零字节的文本</translation>
    </message>
    <message>
        <source>1 to %1 bytes, at most %2 secrets</source>
        <translation>1 到 %1 字节，最多 %2 个</translation>
    </message>
    <message>
        <source>the passphrase is wrong, or the file was changed</source>
        <translation>口令不对，或文件被改动</translation>
    </message>
    <message>
        <source>it is no exported ledger of a version that this program knows</source>
        <translation>不是本程序所知版本的导出流水</translation>
    </message>
    <message>
        <source>other users may change it</source>
        <translation>其他用户可以改动它</translation>
    </message>
    <message>
        <source>it does not speak this version of the interface</source>
        <translation>它不支持本版本的接口</translation>
    </message>
    <message>
        <source>it cannot do all that is needed</source>
        <translation>它不具备所需的全部能力</translation>
    </message>
    <message>
        <source>its public key is no point of the SM2 curve</source>
        <translation>它的公钥不是 SM2 曲线上的点</translation>
    </message>
    <message>
        <source>it made a signature that is not right</source>
        <translation>它产生的签名不正确</translation>
    </message>
    <message>
        <source>it did not pass its tests within %1 s</source>
        <translation>它没有在 %1 秒内通过自检</translation>
    </message>
    <message>
        <source>%1 failed with code %2</source>
        <translation>%1 失败，代码 %2</translation>
    </message>
    <message>
        <source>--%1 is yes or no</source>
        <translation>--%1 只能是 yes 或 no</translation>
    </message>
    <message>
        <source>--%1 is a whole number</source>
        <translation>--%1 必须是整数</translation>
    </message>
    <message>
        <source>--mode is incremental or full</source>
        <translation>--mode 只能是 incremental 或 full</translation>
    </message>
    <message>
        <source>--%1 is a day, as in 2026-12-01</source>
        <translation>--%1 是日期，例如 2026-12-01</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no number of a run</source>
        <translation>“%1”不是执行记录的编号</translation>
    </message>
    <message>
        <source>too many runs at once</source>
        <translation>同时进行的传输过多</translation>
    </message>
    <message>
        <source>%1 has too many runs open</source>
        <translation>%1 同时进行的传输过多</translation>
    </message>
    <message>
        <source>the receipt is not one for these files</source>
        <translation>回执与这些文件不符</translation>
    </message>
    <message>
        <source>it cannot be removed</source>
        <translation>无法删除</translation>
    </message>
    <message>
        <source>it is no file</source>
        <translation>它不是文件</translation>
    </message>
    <message>
        <source>it is not in the receive directory</source>
        <translation>它不在接收目录中</translation>
    </message>
    <message>
        <source>a directory beneath it, as in reports/2024, without &apos;.&apos; and &apos;..&apos;</source>
        <translation>其下的目录，例如 reports/2024，不含“.”和“..”</translation>
    </message>
    <message>
        <source>it is no zip archive, or its directory is damaged</source>
        <translation>不是 zip 压缩包，或其目录已损坏</translation>
    </message>
    <message>
        <source>its directory is damaged</source>
        <translation>其目录已损坏</translation>
    </message>
    <message>
        <source>it is encrypted</source>
        <translation>已加密</translation>
    </message>
    <message>
        <source>it is packed by a method other than store and deflate</source>
        <translation>压缩方法不是存储或 deflate</translation>
    </message>
    <message>
        <source>it is neither a file nor a directory</source>
        <translation>既不是文件也不是目录</translation>
    </message>
    <message>
        <source>its sizes cannot be</source>
        <translation>其大小不可能</translation>
    </message>
    <message>
        <source>it unpacks to more than %1 times its size</source>
        <translation>解压后超过其大小的 %1 倍</translation>
    </message>
    <message>
        <source>it has more than %1 entries</source>
        <translation>条目超过 %1 个</translation>
    </message>
    <message>
        <source>it is there twice, or as a file and a directory</source>
        <translation>重复出现，或既是文件又是目录</translation>
    </message>
    <message>
        <source>all together are more than %1 bytes</source>
        <translation>合计超过 %1 字节</translation>
    </message>
    <message>
        <source>it is an archive itself</source>
        <translation>其本身是压缩包</translation>
    </message>
    <message>
        <source>its header is not as the directory says</source>
        <translation>其头部与目录不符</translation>
    </message>
    <message>
        <source>it is longer than it says</source>
        <translation>实际长度超过所声明的长度</translation>
    </message>
    <message>
        <source>its content is damaged</source>
        <translation>其内容已损坏</translation>
    </message>
    <message>
        <source>it cannot be made</source>
        <translation>无法创建</translation>
    </message>
    <message>
        <source>there is no manifest</source>
        <translation>缺少清单</translation>
    </message>
    <message>
        <source>the manifest is malformed</source>
        <translation>清单格式有误</translation>
    </message>
    <message>
        <source>the files are not as the manifest says</source>
        <translation>文件与清单不符</translation>
    </message>
    <message>
        <source>directory %1 is not there, or not empty</source>
        <translation>目录 %1 不存在或不为空</translation>
    </message>
    <message>
        <source>the manifest has this name</source>
        <translation>该名称由清单使用</translation>
    </message>
    <message>
        <source>zip error %1</source>
        <translation>zip 错误 %1</translation>
    </message>
    <message>
        <source>this node takes sealed tasks only</source>
        <translation>本节点只接受加密的任务</translation>
    </message>
    <message>
        <source>a name of a task (§8.2.4 f): %1</source>
        <translation>传输任务的名称（8.2.4 f）：%1</translation>
    </message>
    <message>
        <source>demand, service, or a timetable: %1</source>
        <translation>demand（按需）、service（随服务）或时间表：%1</translation>
    </message>
    <message>
        <source>--url is an address of https, or of http on this machine</source>
        <translation>--url 是 https 地址，或本机的 http 地址</translation>
    </message>
    <message>
        <source>--secret-file names a file with a secret in it</source>
        <translation>--secret-file 是存有共享密钥的文件</translation>
    </message>
    <message>
        <source>it holds no number</source>
        <translation>其中没有数字</translation>
    </message>
    <message>
        <source>--request FILE and --out FILE are both needed</source>
        <translation>--request FILE 与 --out FILE 都需要给出</translation>
    </message>
    <message>
        <source>--certificate FILE is missing</source>
        <translation>缺少 --certificate FILE</translation>
    </message>
    <message>
        <source>a request is under way; import its certificate, or begin anew with --renew again</source>
        <translation>已有一个证书请求尚未完成；请导入其证书，或用 --renew again 重新开始</translation>
    </message>
    <message>
        <source>it does not lead to an authority that this node trusts: %1 issued it</source>
        <translation>它不能追溯到本节点信任的认证机构：签发者为 %1</translation>
    </message>
    <message>
        <source>it is for another key than the one that was requested</source>
        <translation>它对应的密钥不是所请求的那一个</translation>
    </message>
    <message>
        <source>no certificate was requested, and it is for another key than the one in use</source>
        <translation>没有请求过证书，而它对应的密钥也不是正在使用的那一个</translation>
    </message>
    <message>
        <source>why the alarm shall be quiet</source>
        <translation>静默告警的原因</translation>
    </message>
    <message>
        <source>binlog_row_metadata is no longer FULL: its rows name no columns</source>
        <translation>binlog_row_metadata 不再是 FULL：日志中的行不带列名</translation>
    </message>
    <message>
        <source>column %1 is no longer %2</source>
        <translation>列 %1 不再是 %2</translation>
    </message>
    <message>
        <source>binlog_row_image is no longer FULL: its rows are not whole</source>
        <translation>binlog_row_image 不再是 FULL：日志中的行不完整</translation>
    </message>
    <message>
        <source>a transaction was prepared by XA; this version reads ordinary ones only</source>
        <translation>有事务以 XA 方式预提交；本版本只读取普通事务</translation>
    </message>
    <message>
        <source>a statement was logged instead of its rows: %1</source>
        <translation>日志记录的是语句而不是行：%1</translation>
    </message>
    <message>
        <source>the server says that its log has a gap here</source>
        <translation>服务器声明其日志在此处有缺口</translation>
    </message>
    <message>
        <source>it was renamed, replaced, or lost partitions: rows came or went that the log does not name</source>
        <translation>该表被改名、被替换或删除了分区：有行增减而日志没有逐行记录</translation>
    </message>
    <message>
        <source>its storage engine %1 has no snapshots: ALTER TABLE %2 ENGINE = InnoDB</source>
        <translation>其存储引擎 %1 不支持快照：ALTER TABLE %2 ENGINE = InnoDB</translation>
    </message>
    <message>
        <source>its reference %1 changes its rows without logging them (CASCADE, SET NULL)</source>
        <translation>其外键 %1 会改动本表的行而不记入日志（CASCADE、SET NULL）</translation>
    </message>
    <message>
        <source>its key has a column of type %1</source>
        <translation>其主键含有类型为 %1 的列</translation>
    </message>
    <message>
        <source>its key is of a part of a column</source>
        <translation>其主键只取了列的一部分</translation>
    </message>
    <message>
        <source>it is one of this program&apos;s own tables</source>
        <translation>它是本程序自用的表</translation>
    </message>
    <message>
        <source>it is no ordinary table</source>
        <translation>它不是普通的表</translation>
    </message>
    <message>
        <source>it has no columns, or too many</source>
        <translation>它没有列，或列过多</translation>
    </message>
    <message>
        <source>its name has a dot</source>
        <translation>其名称含有点号</translation>
    </message>
    <message>
        <source>column %1 is not there</source>
        <translation>没有列 %1</translation>
    </message>
    <message>
        <source>a value of column %1 cannot be read: x&apos;%2&apos;</source>
        <translation>列 %1 的值无法读取：x&apos;%2&apos;</translation>
    </message>
    <message>
        <source>column %1 has the type %2, which is not known here</source>
        <translation>列 %1 的类型 %2 在此未知</translation>
    </message>
    <message>
        <source>column %1 needs a value that no row brings</source>
        <translation>列 %1 需要值，而来的行不带该列</translation>
    </message>
    <message>
        <source>its key is (%1), not (%2)</source>
        <translation>其主键是 (%1)，而不是 (%2)</translation>
    </message>
    <message>
        <source>keyword=value, parted by blanks</source>
        <translation>关键字=值，以空格分隔</translation>
    </message>
    <message>
        <source>a closing quote (&apos;) is missing</source>
        <translation>缺少右引号（&apos;）</translation>
    </message>
    <message>
        <source>each keyword once</source>
        <translation>每个关键字只写一次</translation>
    </message>
    <message>
        <source>a port from 1 to 65535</source>
        <translation>1 到 65535 的端口号</translation>
    </message>
    <message>
        <source>disable, require or verify-full</source>
        <translation>disable、require 或 verify-full</translation>
    </message>
    <message>
        <source>no password in it: give it to the vault, or put it into an option file (passfile=/path, mode 0600)</source>
        <translation>其中不写口令：请存入保险箱，或写入选项文件（passfile=/路径，权限 0600）</translation>
    </message>
    <message>
        <source>host, port, dbname, user, passfile, sslmode, sslrootcert, sslcert or sslkey</source>
        <translation>host、port、dbname、user、passfile、sslmode、sslrootcert、sslcert 或 sslkey</translation>
    </message>
    <message>
        <source>keywords with dbname and user: host=10.1.2.3 dbname=rsxt user=busheng passfile=/etc/busheng/rsxt.cnf</source>
        <translation>带 dbname 和 user 的关键字：host=10.1.2.3 dbname=rsxt user=busheng passfile=/etc/busheng/rsxt.cnf</translation>
    </message>
    <message>
        <source>password file %1 cannot be read</source>
        <translation>口令文件 %1 无法读取</translation>
    </message>
    <message>
        <source>password file %1 may be read by others: chmod 600</source>
        <translation>口令文件 %1 可被他人读取：请 chmod 600</translation>
    </message>
    <message>
        <source>a number of at most 65 digits, 30 of them behind the point, is expected</source>
        <translation>应为至多 65 位、小数点后至多 30 位的数字</translation>
    </message>
    <message>
        <source>--%1 is missing</source>
        <translation>缺少 --%1</translation>
    </message>
    <message>
        <source>there is no passphrase</source>
        <translation>没有口令</translation>
    </message>
    <message>
        <source>it is no backup of a node</source>
        <translation>它不是节点的备份</translation>
    </message>
    <message>
        <source>a file of that name is there already</source>
        <translation>已有同名文件</translation>
    </message>
    <message>
        <source>its node has never run</source>
        <translation>其中的节点从未运行</translation>
    </message>
    <message>
        <source>it is not empty</source>
        <translation>它不是空目录</translation>
    </message>
    <message>
        <source>it became shorter while it was copied</source>
        <translation>复制过程中变短</translation>
    </message>
    <message>
        <source>the target database</source>
        <translation>目标数据库</translation>
    </message>
    <message>
        <source>it ends early</source>
        <translation>内容不完整</translation>
    </message>
    <message>
        <source>a part of it was changed</source>
        <translation>部分内容被改动</translation>
    </message>
    <message>
        <source>it holds &apos;%1&apos;, which is no part of a node</source>
        <translation>其中的 “%1” 不属于节点</translation>
    </message>
    <message>
        <source>it lacks %1</source>
        <translation>其中缺少 %1</translation>
    </message>
    <message>
        <source>it is no certificate request in PEM form that its key has signed</source>
        <translation>它不是由其密钥签名的 PEM 格式证书请求</translation>
    </message>
    <message>
        <source>this authority did not issue it for signatures, or has taken it back</source>
        <translation>它不是此认证机构签发的签名证书，或已被撤销</translation>
    </message>
    <message>
        <source>--certificate FILE (for signatures), --out FILE and --key FILE are all needed</source>
        <translation>--certificate FILE（签名证书）、--out FILE 和 --key FILE 均须给出</translation>
    </message>
    <message>
        <source>this certificate is for encryption: --key FILE, the enveloped key that came with it, is missing</source>
        <translation>这是加密证书：缺少 --key FILE（随证书下发的密钥信封）</translation>
    </message>
    <message>
        <source>it is not exactly one enveloped SM2 key of GM/T 0009</source>
        <translation>它不是一个 GM/T 0009 的 SM2 密钥信封</translation>
    </message>
    <message>
        <source>it was not made for the signing key of this node</source>
        <translation>它不是用本节点签名密钥的公钥封装的</translation>
    </message>
    <message>
        <source>it does not hold an SM4 key</source>
        <translation>其中没有 SM4 密钥</translation>
    </message>
    <message>
        <source>its private key does not belong to its public key</source>
        <translation>其中的私钥与公钥不匹配</translation>
    </message>
    <message>
        <source>it holds another key than the one of the certificate</source>
        <translation>其中的密钥不是证书中的密钥</translation>
    </message>
    <message>
        <source>its key may sign: what an authority keeps too must not</source>
        <translation>其密钥可用于签名：认证机构留存的密钥不得用于签名</translation>
    </message>
    <message>
        <source>its key may not encrypt</source>
        <translation>其密钥不可用于加密</translation>
    </message>
    <message>
        <source>that the peer subscribes to datasets of this node</source>
        <translation>对方订阅本节点的数据集</translation>
    </message>
    <message>
        <source>that this node subscribes to datasets of the peer</source>
        <translation>本节点订阅对方的数据集</translation>
    </message>
    <message>
        <source>that file tasks of this node send to the peer</source>
        <translation>本节点的文件任务向对方发送</translation>
    </message>
    <message>
        <source>that file tasks of the peer send to this node</source>
        <translation>对方的文件任务向本节点发送</translation>
    </message>
    <message>
        <source>the keychain has no such entry</source>
        <translation>钥匙串中没有此条目</translation>
    </message>
    <message>
        <source>the keychain is locked, or this was not allowed</source>
        <translation>钥匙串已锁定，或未获允许</translation>
    </message>
    <message>
        <source>nobody is signed in to a desktop with a keychain</source>
        <translation>没有人登录到带钥匙串的桌面</translation>
    </message>
    <message>
        <source>this program was built without a keychain</source>
        <translation>此程序构建时未包含钥匙串支持</translation>
    </message>
    <message>
        <source>the keychain gives back something else</source>
        <translation>钥匙串返回的内容与存入的不同</translation>
    </message>
    <message>
        <source>the passphrase is in the keychain already</source>
        <translation>口令已在钥匙串中</translation>
    </message>
    <message>
        <source>there is a vault, and node.json names no passphrase file that opens it</source>
        <translation>已有密钥库，但 node.json 没有指定能打开它的口令文件</translation>
    </message>
    <message>
        <source>it was not read from the keychain</source>
        <translation>未能从钥匙串读取</translation>
    </message>
    <message>
        <source>a file or an entry of the keychain, not both</source>
        <translation>口令文件与钥匙串条目二者择一</translation>
    </message>
    <message>
        <source>its own self-test fails</source>
        <translation>其自检失败</translation>
    </message>
    <message>
        <source>it has no SM4-GCM</source>
        <translation>它没有 SM4-GCM</translation>
    </message>
    <message>
        <source>OpenSSL gives it no library context</source>
        <translation>OpenSSL 未能为其建立库上下文</translation>
    </message>
    <message>
        <source>its configuration cannot be used: %1</source>
        <translation>其配置无法使用：%1</translation>
    </message>
    <message>
        <source>OpenSSL cannot load it: %1</source>
        <translation>OpenSSL 无法加载它：%1</translation>
    </message>
    <message>
        <source>a device or a provider, not both</source>
        <translation>密码设备与 OpenSSL provider 二者择一</translation>
    </message>
    <message>
        <source>giveTables, takeTables, sendFiles, takeFiles, each at most once</source>
        <translation>giveTables、takeTables、sendFiles、takeFiles，每项至多一次</translation>
    </message>
    <message>
        <source>this is for the service manager; start the service, or use run</source>
        <translation>此命令供服务管理器使用；请启动服务，或使用 run</translation>
    </message>
    <message>
        <source>a MariaDB database; this build has no MariaDB client library</source>
        <translation>MariaDB 数据库；本版本构建时没有 MariaDB 客户端库</translation>
    </message>
    <message>
        <source>it is no JSON object</source>
        <translation>它不是 JSON 对象</translation>
    </message>
    <message>
        <source>--at is a timetable: %1</source>
        <translation>--at 应为时间表：%1</translation>
    </message>
    <message>
        <source>--count is a whole number, and stands beside --at</source>
        <translation>--count 为整数，并须与 --at 同用</translation>
    </message>
    <message>
        <source>it is not one statement: %1</source>
        <translation>它不是单条语句：%1</translation>
    </message>
    <message>
        <source>two columns have the name &apos;%1&apos;</source>
        <translation>有两列同名“%1”</translation>
    </message>
    <message>
        <source>the text in column %1 of row %2 is no UTF-8</source>
        <translation>列 %1 第 %2 行的文本不是 UTF-8</translation>
    </message>
    <message>
        <source>more than %1 values are larger than the limit</source>
        <translation>超过大小限制的值多于 %1 个</translation>
    </message>
    <message>
        <source>the name of a source: there is a table or a query to read</source>
        <translation>源数据库名称：已给出要读取的表或查询</translation>
    </message>
    <message>
        <source>a table, or a query instead of it</source>
        <translation>一个表，或以一个查询代替</translation>
    </message>
    <message>
        <source>one SELECT of at most %1 characters</source>
        <translation>一条 SELECT，至多 %1 个字符</translation>
    </message>
    <message>
        <source>a directory of its own, into which a task with a source exports</source>
        <translation>专用目录：带源数据库的任务导出到其中</translation>
    </message>
    <message>
        <source>none, for a task with a source</source>
        <translation>带源数据库的任务应为空</translation>
    </message>
    <message>
        <source>commit, for a task with a source</source>
        <translation>带源数据库的任务应为 commit</translation>
    </message>
    <message>
        <source>demand or a timetable, for a task with a source: it would export all the time</source>
        <translation>带源数据库的任务应为 demand 或时间表，否则会不停导出</translation>
    </message>
    <message>
        <source>one of --secret-file and --sign-key is needed</source>
        <translation>须给出 --secret-file 或 --sign-key 之一</translation>
    </message>
    <message>
        <source>it is no private SM2 key in PEM (PKCS#8)</source>
        <translation>它不是 PEM 格式（PKCS#8）的 SM2 私钥</translation>
    </message>
    <message>
        <source>%1 has no counterpart: leave the column out, or give the table a column of another type beside it</source>
        <translation>%1 没有对应类型：请去掉该列，或在表中另加一个其他类型的列</translation>
    </message>
    <message>
        <source>%1 has its point outside its digits, which no other database has</source>
        <translation>%1 的小数点位于有效数字之外，其他数据库均不支持</translation>
    </message>
    <message>
        <source>a decimal of %1 digits, PostgreSQL takes %2</source>
        <translation>%1 位的十进制数，PostgreSQL 最多 %2 位</translation>
    </message>
    <message>
        <source>a decimal of %1 digits, %2 of them behind its point: MariaDB takes %3 and %4</source>
        <translation>%1 位、其中小数 %2 位的十进制数：MariaDB 最多分别为 %3 位和 %4 位</translation>
    </message>
    <message>
        <source>a column without a type may hold anything: give it one, or leave it out</source>
        <translation>没有类型的列可存放任何内容：请为其指定类型，或去掉该列</translation>
    </message>
    <message>
        <source>the name %1 is longer than %2 bytes, which is all that PostgreSQL keeps: give it another one in the subscription</source>
        <translation>名称 %1 超过 %2 字节，而 PostgreSQL 只保留这么多：请在订阅中改名</translation>
    </message>
    <message>
        <source>the name %1 is longer than %2 characters, which is all that MariaDB takes: give it another one in the subscription</source>
        <translation>名称 %1 超过 %2 个字符，而 MariaDB 最多接受这么多：请在订阅中改名</translation>
    </message>
    <message>
        <source>a table without a key, which SQLite&apos;s rows are found by: give it a primary key at the source</source>
        <translation>表没有键，而 SQLite 的行靠键查找：请在源端为其设置主键</translation>
    </message>
    <message>
        <source>the names of two columns differ in the case of %1 only</source>
        <translation>有两列的名称仅 %1 的大小写不同</translation>
    </message>
    <message>
        <source>column %1: %2 cannot be a key at both ends, take another key at the source</source>
        <translation>列 %1：%2 不能在两端都作键，请在源端另选键</translation>
    </message>
    <message>
        <source>values of %1 are not known to %2</source>
        <translation>%2 不认识 %1 的值</translation>
    </message>
    <message>
        <source>its structure is of another kind of database</source>
        <translation>其结构属于另一种数据库</translation>
    </message>
    <message>
        <source>infinity, which only PostgreSQL knows</source>
        <translation>无穷日期，只有 PostgreSQL 支持</translation>
    </message>
    <message>
        <source>a time outside 00:00:00 to 24:00:00, which is all that PostgreSQL&apos;s time holds</source>
        <translation>时间不在 00:00:00 至 24:00:00 之间，PostgreSQL 的 time 只能存放此范围</translation>
    </message>
    <message>
        <source>no number that numeric can hold</source>
        <translation>不是 numeric 能存放的数</translation>
    </message>
    <message>
        <source>larger than its column</source>
        <translation>超出该列的范围</translation>
    </message>
    <message>
        <source>no day of the calendar from year 1 on (a zero date, or a day 0)</source>
        <translation>不是公元 1 年以后的日历日期（零日期，或日为 0）</translation>
    </message>
    <message>
        <source>outside the years 1 to 9999, which are all that MariaDB holds</source>
        <translation>不在 1 至 9999 年之间，MariaDB 只能存放此范围</translation>
    </message>
    <message>
        <source>outside the years 1 to 9999, which are all that SQLite&apos;s functions know</source>
        <translation>不在 1 至 9999 年之间，SQLite 的函数只认识此范围</translation>
    </message>
    <message>
        <source>no number (NaN, Infinity), which MariaDB has not</source>
        <translation>不是数（NaN、Infinity），MariaDB 不支持</translation>
    </message>
    <message>
        <source>-0, which MariaDB makes 0</source>
        <translation>-0，MariaDB 会把它变为 0</translation>
    </message>
    <message>
        <source>-0, which SQLite makes 0</source>
        <translation>-0，SQLite 会把它变为 0</translation>
    </message>
    <message>
        <source>NaN, which SQLite has not</source>
        <translation>NaN，SQLite 不支持</translation>
    </message>
    <message>
        <source>no value of its type</source>
        <translation>不是其类型的值</translation>
    </message>
    <message>
        <source>no value of its type in PostgreSQL&apos;s binary form</source>
        <translation>不是 PostgreSQL 二进制形式中该类型的值</translation>
    </message>
    <message>
        <source>neither 0 nor 1</source>
        <translation>既不是 0 也不是 1</translation>
    </message>
    <message>
        <source>no whole number</source>
        <translation>不是整数</translation>
    </message>
    <message>
        <source>no whole number, as its column&apos;s type says</source>
        <translation>不是整数，与该列的类型不符</translation>
    </message>
    <message>
        <source>no bytes (BLOB), as its column&apos;s type says</source>
        <translation>不是二进制（BLOB），与该列的类型不符</translation>
    </message>
    <message>
        <source>no text, as its column&apos;s type says</source>
        <translation>不是文本，与该列的类型不符</translation>
    </message>
    <message>
        <source>no number of 53 bits, as its column&apos;s type says</source>
        <translation>不是 53 位以内的数，与该列的类型不符</translation>
    </message>
    <message>
        <source>no date or time, as its column&apos;s type says</source>
        <translation>不是日期或时间，与该列的类型不符</translation>
    </message>
    <message>
        <source>no date or time as SQLite itself writes it (2024-02-29, 08:30:00, 2024-02-29 08:30:00.5)</source>
        <translation>不是 SQLite 自己书写的日期或时间形式（2024-02-29、08:30:00、2024-02-29 08:30:00.5）</translation>
    </message>
    <message>
        <source>it is neither a time nor a whole number</source>
        <translation>它既不是时间也不是整数</translation>
    </message>
    <message>
        <source>its type cannot say whether a row is deleted</source>
        <translation>它的类型无法表示行是否已删除</translation>
    </message>
    <message>
        <source>it is no whole number of 32 bits or more with a sign</source>
        <translation>它不是 32 位及以上的有符号整数</translation>
    </message>
    <message>
        <source>it is part of the key</source>
        <translation>它是主键的一部分</translation>
    </message>
    <message>
        <source>a value is no time that can be compared</source>
        <translation>有的值不是可比较的时间</translation>
    </message>
    <message>
        <source>it may be NULL, and a row without a stamp is never seen</source>
        <translation>它可以为 NULL，而没有时间戳的行永远不会被发现</translation>
    </message>
    <message>
        <source>rows have NULL there: they would never be seen</source>
        <translation>有的行在此列为 NULL：它们永远不会被发现</translation>
    </message>
    <message>
        <source>it is not there any more</source>
        <translation>它已不存在</translation>
    </message>
    <message>
        <source>its columns have changed</source>
        <translation>它的列已改变</translation>
    </message>
    <message>
        <source>its key has changed</source>
        <translation>它的主键已改变</translation>
    </message>
    <message>
        <source>the list of tables has changed</source>
        <translation>表的清单已改变</translation>
    </message>
    <message>
        <source>the column that rises with each change of a row</source>
        <translation>随每次修改而增大的列</translation>
    </message>
    <message>
        <source>the column that is set to 0 with each change of a row</source>
        <translation>每次修改行时置为 0 的列</translation>
    </message>
    <message>
        <source>empty: only the routes &apos;timestamp&apos; and &apos;flag&apos; read by a column</source>
        <translation>留空：只有 timestamp 与 flag 路线按列读取</translation>
    </message>
    <message>
        <source>empty: only the route &apos;timestamp&apos; knows deleted rows by a column</source>
        <translation>留空：只有 timestamp 路线按列识别已删除的行</translation>
    </message>
    <message>
        <source>empty: only the route &apos;full-copy&apos; has times</source>
        <translation>留空：只有 full-copy 路线有执行时间</translation>
    </message>
    <message>
        <source>0 to %1</source>
        <translation>0 至 %1</translation>
    </message>
    <message>
        <source>as it is, while the dataset is subscribed: &apos;%1&apos;</source>
        <translation>数据集被订阅期间保持不变：“%1”</translation>
    </message>
    <message>
        <source>--overlap is a number of seconds, or of numbers</source>
        <translation>--overlap 应为秒数，或编号的个数</translation>
    </message>
    <message>
        <source>another one of the files is of the same kind: %1</source>
        <translation>所选文件中另有一个同类文件：%1</translation>
    </message>
    <message>
        <source>it is an authority&apos;s; choose it together with the certificate that it issued for this node</source>
        <translation>这是证书机构的证书；请与其为本节点签发的证书一并选择</translation>
    </message>
    <message>
        <source>the code that its certificates were issued for: %1</source>
        <translation>其证书所签发的代码：%1</translation>
    </message>
    <message>
        <source>the certificate for encryption and its enveloped key belong together; choose both</source>
        <translation>加密证书与其密钥信封须一并选择</translation>
    </message>
    <message>
        <source>the keychain does not answer; is somebody signed in to the desktop? %1</source>
        <translation>钥匙串没有应答，请确认已登录桌面：%1</translation>
    </message>
    <message>
        <source>%1:%2: it is a standby</source>
        <translation>%1:%2：是备库</translation>
    </message>
    <message>
        <source>%1:%2: it is another database: system %3 instead of %4</source>
        <translation>%1:%2：是另一个数据库：系统标识为 %3，应为 %4</translation>
    </message>
    <message>
        <source>%1:%2: it is another database: its log has no transaction of domain %3</source>
        <translation>%1:%2：是另一个数据库：其日志中没有域 %3 的事务</translation>
    </message>
    <message>
        <source>%1:%2: it is a former primary: timeline %3, another server is at %4</source>
        <translation>%1:%2：是旧主库：时间线为 %3，另一台已到 %4</translation>
    </message>
    <message>
        <source>%1:%2: it lacks transactions that another server has: it is at %3, that one was at %4</source>
        <translation>%1:%2：缺少另一台已有的事务：它在 %3，那一台曾到 %4</translation>
    </message>
    <message>
        <source>%1:%2: it does not say which database it is</source>
        <translation>%1:%2：未说明自己是哪个数据库</translation>
    </message>
    <message>
        <source>one port for all addresses, or one for each</source>
        <translation>所有地址共用一个端口，或每个地址各一个</translation>
    </message>
    <message>
        <source>each address once, and none of them empty</source>
        <translation>每个地址只出现一次，且不能为空</translation>
    </message>
    <message>
        <source>without it: of several addresses the one that is a primary is taken</source>
        <translation>不写它：多个地址中自动取主库</translation>
    </message>
    <message>
        <source>it is no zip archive, or was cut off</source>
        <translation>不是 zip 归档，或已被截断</translation>
    </message>
    <message>
        <source>it lacks a part of what it must hold</source>
        <translation>缺少应有的内容</translation>
    </message>
    <message>
        <source>it was changed or damaged</source>
        <translation>已被改动或损坏</translation>
    </message>
    <message>
        <source>a part of it is larger than it may be</source>
        <translation>其中一部分超过允许的大小</translation>
    </message>
    <message>
        <source>it is no package of an offline start</source>
        <translation>不是离线初始化的数据包</translation>
    </message>
    <message>
        <source>it was written by a later version</source>
        <translation>由更新的版本写出</translation>
    </message>
    <message>
        <source>it is of another package</source>
        <translation>属于另一个数据包</translation>
    </message>
    <message>
        <source>there is no manifest of a package in it</source>
        <translation>其中没有数据包清单</translation>
    </message>
    <message>
        <source>it is for another node</source>
        <translation>是给另一个节点的</translation>
    </message>
    <message>
        <source>it is from another node</source>
        <translation>来自另一个节点</translation>
    </message>
    <message>
        <source>it is of an earlier start, or of another subscription</source>
        <translation>属于以前的一次初始化，或另一个订阅</translation>
    </message>
    <message>
        <source>it was signed by another node</source>
        <translation>由另一个节点签名</translation>
    </message>
    <message>
        <source>another package of this start was read already</source>
        <translation>本次初始化已读入另一个数据包</translation>
    </message>
    <message>
        <source>its key was hidden for another node</source>
        <translation>其密钥是为另一个节点加密的</translation>
    </message>
    <message>
        <source>it is of another dataset</source>
        <translation>属于另一个数据集</translation>
    </message>
    <message>
        <source>started over the link</source>
        <translation>经链路初始化</translation>
    </message>
    <message>
        <source>not asked</source>
        <translation>尚未检查</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>exporting</source>
        <translation>正在导出</translation>
    </message>
    <message>
        <source>complete</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>已导入</translation>
    </message>
    <message>
        <source>importing</source>
        <translation>正在导入</translation>
    </message>
    <message>
        <source>signed</source>
        <translation>已签字</translation>
    </message>
    <message>
        <source>asked</source>
        <translation>已检查</translation>
    </message>
    <message>
        <source>there is no such folder</source>
        <translation>没有这个目录</translation>
    </message>
    <message>
        <source>at least 1 MiB</source>
        <translation>至少 1 MiB</translation>
    </message>
    <message>
        <source>--part-size is a number of MiB, or as 700M or 4G</source>
        <translation>--part-size 是以 MiB 为单位的数，或如 700M、4G</translation>
    </message>
    <message>
        <source>--stream or --dataset is missing</source>
        <translation>缺少 --stream 或 --dataset</translation>
    </message>
    <message>
        <source>more than one receiver waits for a package; name one with --stream</source>
        <translation>有多个接收方在等待数据包；请用 --stream 指定一个</translation>
    </message>
    <message>
        <source>off, onFindings or signOff</source>
        <translation>off、onFindings 或 signOff</translation>
    </message>
    <message>
        <source>at most 1,000 rules</source>
        <translation>至多 1,000 条规则</translation>
    </message>
    <message>
        <source>there is no rule of this kind</source>
        <translation>没有这种规则</translation>
    </message>
    <message>
        <source>the SELECT is missing</source>
        <translation>缺少 SELECT</translation>
    </message>
    <message>
        <source>the table is missing</source>
        <translation>缺少表名</translation>
    </message>
    <message>
        <source>the columns are missing</source>
        <translation>缺少列名</translation>
    </message>
    <message>
        <source>it is of one column</source>
        <translation>它只针对一列</translation>
    </message>
    <message>
        <source>a range is MIN..MAX</source>
        <translation>范围写作 最小值..最大值</translation>
    </message>
    <message>
        <source>it is no regular expression</source>
        <translation>不是正则表达式</translation>
    </message>
    <message>
        <source>a reference is TABLE(COLUMN,...) with as many columns</source>
        <translation>引用写作 表(列,…)，列数须一致</translation>
    </message>
    <message>
        <source>its file of codes cannot be read</source>
        <translation>代码文件无法读取</translation>
    </message>
    <message>
        <source>its file of codes is too large</source>
        <translation>代码文件过大</translation>
    </message>
    <message>
        <source>its file of codes is no UTF-8</source>
        <translation>代码文件不是 UTF-8</translation>
    </message>
    <message>
        <source>its file of codes has none</source>
        <translation>代码文件中没有代码</translation>
    </message>
    <message>
        <source>the name of who decides</source>
        <translation>决定者的姓名</translation>
    </message>
    <message>
        <source>why, in words</source>
        <translation>用文字说明理由</translation>
    </message>
    <message>
        <source>it is no JSON array of rules</source>
        <translation>不是由规则组成的 JSON 数组</translation>
    </message>
    <message>
        <source>keyword=value, parted by semicolons</source>
        <translation>以分号分隔的“关键字=值”</translation>
    </message>
    <message>
        <source>a value in braces ends with one closing brace and a semicolon</source>
        <translation>花括号中的值以一个右花括号和分号结束</translation>
    </message>
    <message>
        <source>no password in it: give it to the vault (secret set NAME)</source>
        <translation>其中不要写口令：请存入保险库（secret set 名称）</translation>
    </message>
    <message>
        <source>Dialect=NAME and a data source or driver: Dialect=dameng;DSN=rsxt;UID=busheng, or Dialect=dameng;Driver={DM8 ODBC DRIVER};Server=10.1.2.3;UID=busheng</source>
        <translation>Dialect=名称，并给出数据源或驱动程序：Dialect=dameng;DSN=rsxt;UID=busheng，或 Dialect=dameng;Driver={DM8 ODBC DRIVER};Server=10.1.2.3;UID=busheng</translation>
    </message>
    <message>
        <source>a text that is not empty</source>
        <translation>非空文本</translation>
    </message>
    <message>
        <source>a list of statements</source>
        <translation>语句列表</translation>
    </message>
    <message>
        <source>an object in braces</source>
        <translation>花括号中的对象</translation>
    </message>
    <message>
        <source>a list of objects</source>
        <translation>对象列表</translation>
    </message>
    <message>
        <source>a text whose places are among {%1}; {%2} is none</source>
        <translation>占位只能是 {%1}；{%2} 不是</translation>
    </message>
    <message>
        <source>a text with the place {%1}</source>
        <translation>含有占位 {%1} 的文本</translation>
    </message>
    <message>
        <source>a type of this program: int64, decimal({precision},{scale}), text({length}), ...</source>
        <translation>本程序的类型：int64、decimal({precision},{scale})、text({length}) 等</translation>
    </message>
    <message>
        <source>small letters, digits, - and _, 32 at most</source>
        <translation>小写字母、数字、- 和 _，最多 32 个</translation>
    </message>
    <message>
        <source>a type that the list has once</source>
        <translation>列表中只出现一次的类型</translation>
    </message>
    <message>
        <source>a list with at least one type</source>
        <translation>至少含一个类型的列表</translation>
    </message>
    <message>
        <source>a name of %1 characters at most, with its 16 digits</source>
        <translation>连同 16 位数字最多 %1 个字符的名称</translation>
    </message>
    <message>
        <source>it is larger than a dialect file can be</source>
        <translation>超过方言文件的最大长度</translation>
    </message>
    <message>
        <source>the name of its file, %1</source>
        <translation>与文件名相同：%1</translation>
    </message>
    <message>
        <source>a query with six columns</source>
        <translation>返回六列的查询</translation>
    </message>
    <message>
        <source>the server cannot be reached, or the connection is lost: %1</source>
        <translation>无法连接服务器，或连接已断开：%1</translation>
    </message>
    <message>
        <source>the user or the password is refused: %1</source>
        <translation>用户或口令被拒绝：%1</translation>
    </message>
    <message>
        <source>the server ended the transaction: %1</source>
        <translation>服务器终止了事务：%1</translation>
    </message>
    <message>
        <source>it took too long: %1</source>
        <translation>超时：%1</translation>
    </message>
    <message>
        <source>a table, a column or a right is missing, or the dialect does not fit the server: %1</source>
        <translation>缺少表、列或权限，或方言与服务器不符：%1</translation>
    </message>
    <message>
        <source>a value cannot be read as the dialect asks for it: %1</source>
        <translation>不能按方言的要求读取某个值：%1</translation>
    </message>
    <message>
        <source>the driver has not what the dialect asks for: %1</source>
        <translation>驱动程序不支持方言所要求的功能：%1</translation>
    </message>
    <message>
        <source>the server is short of memory, disk or connections: %1</source>
        <translation>服务器内存、磁盘或连接数不足：%1</translation>
    </message>
    <message>
        <source>the server ends the connection: %1</source>
        <translation>服务器结束了连接：%1</translation>
    </message>
    <message>
        <source>the driver manager does not start</source>
        <translation>驱动程序管理器无法启动</translation>
    </message>
    <message>
        <source>the driver gives no reason</source>
        <translation>驱动程序未给出原因</translation>
    </message>
    <message>
        <source>the dialect %1 does not know this type: leave the column out, or add the type to the dialect file</source>
        <translation>方言 %1 不识别此类型：请不取该列，或把该类型加入方言文件</translation>
    </message>
    <message>
        <source>its size %1 has no counterpart</source>
        <translation>其长度 %1 没有对应类型</translation>
    </message>
    <message>
        <source>it is in the key, and has no order that both ends share</source>
        <translation>它在主键中，而两端没有共同的顺序</translation>
    </message>
    <message>
        <source>it has no counterpart in other databases: leave the column out, or give the table a column of another type beside it</source>
        <translation>在其他数据库中没有对应类型：请不取该列，或在表中另加一列其他类型的列</translation>
    </message>
    <message>
        <source>a number there may be whole or not: give the column the type INTEGER or TEXT</source>
        <translation>其中的数可能是整数也可能不是：请把该列改为 INTEGER 或 TEXT 类型</translation>
    </message>
    <message>
        <source>the driver does not bring all digits of a floating-point number: register the file as a SQLite source instead</source>
        <translation>驱动程序不能完整给出浮点数的各位数字：请把该文件直接登记为 SQLite 源</translation>
    </message>
    <message>
        <source>row %1, column %2: %3</source>
        <translation>行 %1，列 %2：%3</translation>
    </message>
    <message>
        <source>a value of its key cannot be written in the dialect</source>
        <translation>其主键的某个值不能用该方言写出</translation>
    </message>
    <message>
        <source>a value is longer than its column can hold</source>
        <translation>某个值超过其列的长度</translation>
    </message>
    <message>
        <source>a value of more than %1 MiB</source>
        <translation>某个值超过 %1 MiB</translation>
    </message>
    <message>
        <source>a text with a character that is none</source>
        <translation>文本中含有无效字符</translation>
    </message>
    <message>
        <source>neither true nor false</source>
        <translation>既非真也非假</translation>
    </message>
    <message>
        <source>no whole number of 64 bits</source>
        <translation>不是 64 位整数</translation>
    </message>
    <message>
        <source>no decimal number</source>
        <translation>不是十进制数</translation>
    </message>
    <message>
        <source>a number of more digits than its column has</source>
        <translation>数字的位数超过其列的精度</translation>
    </message>
    <message>
        <source>no day or time of the calendar of the years 1 to 9999 (a zero date, infinity), or one with more than six digits behind the second</source>
        <translation>不是公元 1 至 9999 年历法中的日期或时间（零日期、无穷），或秒后多于六位</translation>
    </message>
    <message>
        <source>a time with more digits behind the second than its column has</source>
        <translation>秒后的位数超过其列的精度</translation>
    </message>
    <message>
        <source>outside the years 1 to 9999, or with more digits behind the second than the column has</source>
        <translation>超出公元 1 至 9999 年，或秒后的位数超过其列的精度</translation>
    </message>
    <message>
        <source>driver &apos;%1&apos;; this version speaks sqlite, postgres, mariadb and odbc</source>
        <translation>驱动“%1”；本版本支持 sqlite、postgres、mariadb 和 odbc</translation>
    </message>
    <message>
        <source>a database behind ODBC; this build has no ODBC driver manager</source>
        <translation>通过 ODBC 访问的数据库；本构建没有 ODBC 驱动程序管理器</translation>
    </message>
    <message>
        <source>a database that is reached through ODBC is no target yet</source>
        <translation>通过 ODBC 访问的数据库尚不能作为目标</translation>
    </message>
    <message>
        <source>a target behind ODBC; this version reads such databases only</source>
        <translation>通过 ODBC 访问的目标；本版本只能读取这类数据库</translation>
    </message>
    <message>
        <source>statements run as an administrator of a database behind ODBC</source>
        <translation>以管理员身份在通过 ODBC 访问的数据库上执行语句</translation>
    </message>
    <message>
        <source>the trigger route of the dialect %1</source>
        <translation>方言 %1 的触发器路线</translation>
    </message>
    <message>
        <source>nobody has signed in</source>
        <translation>尚无人登录</translation>
    </message>
    <message>
        <source>the session was ended</source>
        <translation>会话已结束</translation>
    </message>
    <message>
        <source>it has fewer than %1 characters</source>
        <translation>少于 %1 个字符</translation>
    </message>
    <message>
        <source>it has more than %1 characters</source>
        <translation>多于 %1 个字符</translation>
    </message>
    <message>
        <source>the name of the operator is in it</source>
        <translation>其中含有操作员名称</translation>
    </message>
    <message>
        <source>it needs three of: small letters, capitals, digits, other characters</source>
        <translation>须包含小写字母、大写字母、数字、其他字符中的三类</translation>
    </message>
    <message>
        <source>it is the present one</source>
        <translation>与当前密码相同</translation>
    </message>
    <message>
        <source>who that is, in 1 to 64 characters</source>
        <translation>人员姓名，1 至 64 个字符</translation>
    </message>
    <message>
        <source>the first one is a security administrator</source>
        <translation>第一位必须是安全管理员</translation>
    </message>
    <message>
        <source>at most 4 MiB for a change that a person looks at</source>
        <translation>供人复核的变更不超过 4 MiB</translation>
    </message>
    <message>
        <source>the number of a change, as &apos;review list&apos; shows it</source>
        <translation>变更编号，见 &apos;review list&apos;</translation>
    </message>
    <message>
        <source>an operator</source>
        <translation>操作员</translation>
    </message>
    <message>
        <source>a reviewer</source>
        <translation>复核员</translation>
    </message>
    <message>
        <source>a security administrator</source>
        <translation>安全管理员</translation>
    </message>
    <message>
        <source>an auditor</source>
        <translation>审计员</translation>
    </message>
    <message>
        <source>a business system</source>
        <translation>业务系统</translation>
    </message>
    <message>
        <source>it was carried out</source>
        <translation>已执行</translation>
    </message>
    <message>
        <source>it was confirmed, and failed</source>
        <translation>已确认但执行失败</translation>
    </message>
    <message>
        <source>it was rejected</source>
        <translation>已被驳回</translation>
    </message>
    <message>
        <source>it was withdrawn</source>
        <translation>已撤回</translation>
    </message>
    <message>
        <source>nobody decided in time</source>
        <translation>逾期无人处理</translation>
    </message>
    <message>
        <source>it was overtaken by another</source>
        <translation>已被其他变更取代</translation>
    </message>
    <message>
        <source>it is being carried out</source>
        <translation>正在执行</translation>
    </message>
    <message>
        <source>--name NAME is missing</source>
        <translation>缺少 --name NAME</translation>
    </message>
    <message>
        <source>this node has no vault with a key to seal files with</source>
        <translation>本节点没有保险库，无密钥可用于封装文件</translation>
    </message>
    <message>
        <source>the vault of this node has no key of this number for it</source>
        <translation>本节点的保险库中没有该编号的密钥</translation>
    </message>
    <message>
        <source>it does not begin as a sealed file does</source>
        <translation>其开头不是封装文件的格式</translation>
    </message>
    <message>
        <source>its key is another one, or a part of it was changed</source>
        <translation>密钥不符，或其中一部分被改动</translation>
    </message>
    <message>
        <source>it ends early, or a part of it was changed</source>
        <translation>它提前结束，或其中一部分被改动</translation>
    </message>
    <message>
        <source>its content is not what arrived</source>
        <translation>其内容与到达时的不一致</translation>
    </message>
    <message>
        <source>0, where files lie sealed, or are cleaned when they were fetched: of parts neither is known</source>
        <translation>文件封装存放或取走后才清理时须为 0：分卷不支持这两项</translation>
    </message>
    <message>
        <source>keep, archive or delete</source>
        <translation>keep、archive 或 delete</translation>
    </message>
    <message>
        <source>it has no number</source>
        <translation>没有编号</translation>
    </message>
    <message>
        <source>it is a step that this version does not know</source>
        <translation>是此版本不认识的步骤</translation>
    </message>
    <message>
        <source>nobody is named who took the step</source>
        <translation>未写明由何人所为</translation>
    </message>
    <message>
        <source>a text has more than %1 characters</source>
        <translation>有文字超过 %1 个字符</translation>
    </message>
    <message>
        <source>the purpose is missing</source>
        <translation>缺少用途</translation>
    </message>
    <message>
        <source>the legal basis is missing</source>
        <translation>缺少法律依据</translation>
    </message>
    <message>
        <source>the reason is missing</source>
        <translation>缺少理由</translation>
    </message>
    <message>
        <source>there is an agreement of this number already</source>
        <translation>已有此编号的协议</translation>
    </message>
    <message>
        <source>this step is not for this node to take</source>
        <translation>这一步不应由该节点作出</translation>
    </message>
    <message>
        <source>it is about another dataset than was applied for</source>
        <translation>所涉数据集与所申请的不同</translation>
    </message>
    <message>
        <source>its application has not arrived here: take that step first</source>
        <translation>其申请尚未到达本节点：请先导入申请</translation>
    </message>
    <message>
        <source>it is not in force</source>
        <translation>未在生效中</translation>
    </message>
    <message>
        <source>it is decided already</source>
        <translation>已经审批过</translation>
    </message>
    <message>
        <source>more was approved than was applied for</source>
        <translation>批准的内容多于申请的内容</translation>
    </message>
    <message>
        <source>a step before it has not arrived here: take that one first</source>
        <translation>它之前的一步尚未到达本节点：请先导入那一步</translation>
    </message>
    <message>
        <source>no dataset %1 is offered to %2</source>
        <translation>没有向 %2 提供数据集 %1</translation>
    </message>
    <message>
        <source>%1 applications of %2 wait already</source>
        <translation>%2 已有 %1 份申请待审批</translation>
    </message>
    <message>
        <source>a node does not apply to itself</source>
        <translation>节点不向自身申请</translation>
    </message>
    <message>
        <source>the dataset is missing</source>
        <translation>缺少数据集</translation>
    </message>
    <message>
        <source>it was sent already</source>
        <translation>已经发送</translation>
    </message>
    <message>
        <source>this node has signed no step of it</source>
        <translation>本节点没有签署过其中任何一步</translation>
    </message>
    <message>
        <source>this node does not publish dataset %1</source>
        <translation>本节点未发布数据集 %1</translation>
    </message>
    <message>
        <source>the columns of the dataset have not been read from its source yet</source>
        <translation>尚未从源库读到该数据集的列</translation>
    </message>
    <message>
        <source>nothing is approved to this node by it</source>
        <translation>其中没有批准给本节点的内容</translation>
    </message>
    <message>
        <source>the dataset has no table %1</source>
        <translation>数据集没有表 %1</translation>
    </message>
    <message>
        <source>table %1 has no column %2</source>
        <translation>表 %1 没有列 %2</translation>
    </message>
    <message>
        <source>column %1 of table %2 belongs to the key: it is always among the columns</source>
        <translation>表 %2 的列 %1 属于主键：必须包含在内</translation>
    </message>
    <message>
        <source>at least one table is needed</source>
        <translation>至少需要一张表</translation>
    </message>
    <message>
        <source>a table, its columns and its rows: nothing else</source>
        <translation>只能是表、其列与其行</translation>
    </message>
    <message>
        <source>table %1 needs its columns by name</source>
        <translation>表 %1 须逐列写明</translation>
    </message>
    <message>
        <source>the other tables, left out: nothing else is said of them</source>
        <translation>其余的表，不取：不能再有其他说明</translation>
    </message>
    <message>
        <source>no table of the dataset is left</source>
        <translation>数据集没有剩下任何表</translation>
    </message>
    <message>
        <source>it asks for all tables, and not all of them are approved by name</source>
        <translation>它要取所有的表，而并非每张表都经逐一批准</translation>
    </message>
    <message>
        <source>it asks for all columns of table %1, and not all of them are approved by name</source>
        <translation>它要取表 %1 的所有列，而并非每列都经逐一批准</translation>
    </message>
    <message>
        <source>table %1 is not approved</source>
        <translation>表 %1 未获批准</translation>
    </message>
    <message>
        <source>column %1 of table %2 is not approved</source>
        <translation>表 %2 的列 %1 未获批准</translation>
    </message>
    <message>
        <source>table %1 is approved for some rows only: %2</source>
        <translation>表 %1 只批准了部分行：%2</translation>
    </message>
    <message>
        <source>the agreements cannot be read</source>
        <translation>无法读取协议</translation>
    </message>
    <message>
        <source>agreement %1 was revoked</source>
        <translation>协议 %1 已撤销</translation>
    </message>
    <message>
        <source>agreement %1 has expired</source>
        <translation>协议 %1 已过期</translation>
    </message>
    <message>
        <source>agreement %1 was withdrawn</source>
        <translation>协议 %1 已撤回</translation>
    </message>
    <message>
        <source>nothing of it was approved</source>
        <translation>其内容均未获批准</translation>
    </message>
    <message>
        <source>it was signed by node %1</source>
        <translation>它由节点 %1 签名</translation>
    </message>
    <message>
        <source>it was changed after it was signed</source>
        <translation>签名后被改动</translation>
    </message>
    <message>
        <source>it is larger than 4 MiB</source>
        <translation>大于 4 MiB</translation>
    </message>
    <message>
        <source>it has another format, or was written by a later version</source>
        <translation>是其他格式，或由更新的版本写出</translation>
    </message>
    <message>
        <source>a certificate in it cannot be read</source>
        <translation>其中有证书无法读取</translation>
    </message>
    <message>
        <source>it is not signed</source>
        <translation>没有签名</translation>
    </message>
    <message>
        <source>it holds more than was signed</source>
        <translation>含有未经签名的内容</translation>
    </message>
    <message>
        <source>--until is a day as 2027-12-31, not &apos;%1&apos;</source>
        <translation>--until 是形如 2027-12-31 的日期，而非“%1”</translation>
    </message>
    <message>
        <source>the columns of table %1 are not known here: name them</source>
        <translation>此处不知道表 %1 有哪些列：请写明</translation>
    </message>
    <message>
        <source>--sensitive is TABLE:COLUMN,COLUMN, not &apos;%1&apos;</source>
        <translation>--sensitive 的写法是 表:列,列，而非“%1”</translation>
    </message>
    <message>
        <source>this node gives here: it revokes</source>
        <translation>本节点是提供方：应撤销</translation>
    </message>
    <message>
        <source>this node has applied here: it withdraws</source>
        <translation>本节点是申请方：应撤回</translation>
    </message>
    <message>
        <source>at most %1 characters</source>
        <translation>最多 %1 个字符</translation>
    </message>
    <message>
        <source>%1 agreements with %2 are kept already</source>
        <translation>与 %2 的约定已保存 %1 份</translation>
    </message>
    <message>
        <source>one SELECT that writes no file (INTO OUTFILE, INTO DUMPFILE)</source>
        <translation>一条不写文件的 SELECT（不含 INTO OUTFILE、INTO DUMPFILE）</translation>
    </message>
    <message>
        <source>column %1 (%2): %3</source>
        <translation>列 %1（%2）：%3</translation>
    </message>
    <message>
        <source>it was confirmed, and what came of it is not known</source>
        <translation>已确认，但结果未知</translation>
    </message>
    <message>
        <source>codes are &apos;GB/T 2260&apos;, &apos;table:TABLE.COLUMN&apos; or &apos;file:&apos; and a whole path</source>
        <translation>代码表写作“GB/T 2260”、“table:表.列”或“file:”加完整路径</translation>
    </message>
    <message>
        <source>rules of a gate are at most 4 MiB</source>
        <translation>质量闸门的规则文件不得超过 4 MiB</translation>
    </message>
    <message>
        <source>open to other users (icacls FILE /inheritance:r /grant *S-1-5-32-544:F /grant *%1:R)</source>
        <translation>其他用户可以访问（执行 icacls 文件 /inheritance:r /grant *S-1-5-32-544:F /grant *%1:R）</translation>
    </message>
    <message>
        <source>others may change what is in it (icacls DIR /inheritance:r /grant *S-1-5-32-544:(OI)(CI)F)</source>
        <translation>其他用户可以改动其中的内容（执行 icacls 目录 /inheritance:r /grant *S-1-5-32-544:(OI)(CI)F）</translation>
    </message>
    <message>
        <source>bytes that are no text in the encoding of the source&apos;s column</source>
        <translation>在源端列的编码中不成文本的字节</translation>
    </message>
    <message>
        <source>TABLE.COLUMN=ENCODING with gb18030, big5 or utf8</source>
        <translation>表.列=编码，编码为 gb18030、big5 或 utf8</translation>
    </message>
    <message>
        <source>&apos;*&apos;, a table of the dataset, or a column of one</source>
        <translation>“*”、数据集中的表，或其中的列</translation>
    </message>
    <message>
        <source>a text column of one byte a character (latin1)</source>
        <translation>每字符一个字节的文本列（latin1）</translation>
    </message>
    <message>
        <source>no column of a key, which must be ASCII</source>
        <translation>不能是键列，键列必须是 ASCII</translation>
    </message>
    <message>
        <source>--rows is a number of rows from 1 on, or all</source>
        <translation>--rows 为从 1 起的行数，或 all</translation>
    </message>
    <message>
        <source>the statements that &apos;subscription texts&apos; lists are run at the target; add --yes to run them</source>
        <translation>将在目标库执行“subscription texts”列出的语句；加上 --yes 才执行</translation>
    </message>
    <message>
        <source>a survey of so many columns at once</source>
        <translation>一次检查这么多列的文本</translation>
    </message>
    <message>
        <source>its node is asked about the texts, and there is no line to it</source>
        <translation>需要向其节点查询文本，而与它没有连接</translation>
    </message>
    <message>
        <source>%1 MiB; at most %2 MiB of a row travel in a stream</source>
        <translation>%1 MiB；数据流中每行最多传输 %2 MiB</translation>
    </message>
    <message>
        <source>a whole number from 1 to %1</source>
        <translation>1 至 %1 的整数</translation>
    </message>
    <message>
        <source>the node was stopped meanwhile</source>
        <translation>其间节点已停止</translation>
    </message>
    <message>
        <source>the peer does not answer about a run</source>
        <translation>对端未答复某次执行的情况</translation>
    </message>
    <message>
        <source>a kind of records, as &apos;retention show&apos; names them</source>
        <translation>记录的类别，名称见 &apos;retention show&apos;</translation>
    </message>
    <message>
        <source>0, or a whole number of days from %1</source>
        <translation>0，或不小于 %1 的整数天数</translation>
    </message>
    <message>
        <source>the days are a whole number; 0 is for ever</source>
        <translation>天数须为整数；0 表示永久</translation>
    </message>
    <message>
        <source>nothing was changed: say --yes to take this over</source>
        <translation>未做任何更改：加 --yes 才生效</translation>
    </message>
    <message>
        <source>it must be a whole path</source>
        <translation>必须是完整路径</translation>
    </message>
    <message>
        <source>it is not a folder</source>
        <translation>不是文件夹</translation>
    </message>
    <message>
        <source>it is too large</source>
        <translation>太大</translation>
    </message>
    <message>
        <source>it is no PKCS#12 file</source>
        <translation>不是 PKCS#12 文件</translation>
    </message>
    <message>
        <source>the passphrase does not open it</source>
        <translation>口令打不开它</translation>
    </message>
    <message>
        <source>it is sealed in a way that this program does not open</source>
        <translation>其密封方式本程序不能打开</translation>
    </message>
    <message>
        <source>it holds no certificate with its private key</source>
        <translation>其中没有带私钥的证书</translation>
    </message>
    <message>
        <source>a key for encryption comes enveloped, not as PKCS#12</source>
        <translation>加密密钥以数字信封交付，不用 PKCS#12</translation>
    </message>
    <message>
        <source>it is %1; MySQL is supported from 5.6 on</source>
        <translation>它是 %1；MySQL 自 5.6 起支持</translation>
    </message>
    <message>
        <source>it is a MySQL server: of those, name one address instead of several</source>
        <translation>它是 MySQL 服务器：MySQL 只能填写一个地址，不能填写多个</translation>
    </message>
    <message>
        <source>its binlog_format is STATEMENT: SET GLOBAL binlog_format = &apos;ROW&apos;; my.cnf [mysqld]: binlog_format = ROW</source>
        <translation>其 binlog_format 为 STATEMENT：请执行“SET GLOBAL binlog_format = &apos;ROW&apos;”；并在 my.cnf [mysqld] 中写入“binlog_format = ROW”</translation>
    </message>
    <message>
        <source>it was altered again before what it was like could be read</source>
        <translation>在读到其结构之前，它又被修改了一次</translation>
    </message>
    <message>
        <source>somebody is altering it</source>
        <translation>有人正在修改它的结构</translation>
    </message>
    <message>
        <source>it has %1 columns, not %2</source>
        <translation>它有 %1 列，而不是 %2 列</translation>
    </message>
    <message>
        <source>the log does not tell its computed columns from others: binlog_row_metadata = FULL, which MySQL has from 8.0.1 on</source>
        <translation>日志不区分其计算列与其他列：需要 binlog_row_metadata = FULL，MySQL 自 8.0.1 起才有</translation>
    </message>
    <message>
        <source>an event of kind %1 is not known here</source>
        <translation>日志中第 %1 类事件在此未知</translation>
    </message>
    <message>
        <source>%1 is %2, and rows can be read only where it is &apos;%3&apos;</source>
        <translation>%1 为 %2，只有为“%3”时才能读取行</translation>
    </message>
    <message>
        <source>its rows are in a form that is not read here (parts of JSON values, compressed transactions)</source>
        <translation>其中的行采用此处不读取的格式（JSON 值的局部、压缩的事务）</translation>
    </message>
    <message>
        <source>a SELECT of a database behind ODBC as the rows of a file; name a table</source>
        <translation>把 ODBC 数据库的 SELECT 结果作为文件的行；请指定一个表</translation>
    </message>
    <message>
        <source>a text column</source>
        <translation>文本列</translation>
    </message>
    <message>
        <source>&apos;*=ENCODING&apos; among others: the database says of no text what it is in</source>
        <translation>其中须有 &apos;*=编码&apos;：该数据库不说明任何文本的编码</translation>
    </message>
    <message>
        <source>nothing: it is for MariaDB, SQLite, and PostgreSQL in LATIN1 or SQL_ASCII</source>
        <translation>留空：只有 MariaDB、SQLite 以及 LATIN1 或 SQL_ASCII 编码的 PostgreSQL 的文本可以按另一种编码读取</translation>
    </message>
    <message>
        <source>%1: its texts may be in any encoding: leave the table out, or give it another type</source>
        <translation>%1：其中的文本可能是任何编码：请不要包含该表，或改用其他类型</translation>
    </message>
    <message>
        <source>row %1, column %2: bytes that are no text in its encoding, x&apos;%3&apos;</source>
        <translation>行 %1，列 %2：字节不是其编码的文本，x&apos;%3&apos;</translation>
    </message>
    <message>
        <source>read as another encoding, and its columns have changed: initialize again</source>
        <translation>该表的文本按另一种编码读取，而其列已改变：请重新初始化订阅</translation>
    </message>
    <message>
        <source>the row as the source had it</source>
        <translation>与源端原行一致的行</translation>
    </message>
    <message>
        <source>a statement that a survey of this target has shown</source>
        <translation>针对该目标的文本检查所列出的语句</translation>
    </message>
    <message>
        <source>its node gives no answer about the texts, as older ones never do: upgrade it, or ask for fewer rows</source>
        <translation>已向其节点询问文本情况，但未得到答复；旧版本不会答复：请减少检查的行数，或升级该节点</translation>
    </message>
    <message>
        <source>its node is asked about the tables, and there is no line to it</source>
        <translation>需向其节点询问表结构，但没有通往该节点的线路</translation>
    </message>
    <message>
        <source>a structure is being read for %1; one at a time</source>
        <translation>正在为 %1 读取表结构；一次一个</translation>
    </message>
    <message>
        <source>the structure of so many columns in one message</source>
        <translation>一条消息中如此多列的结构</translation>
    </message>
    <message>
        <source>the statements that the structure of this subscription shows now</source>
        <translation>该订阅的结构当前所列的语句</translation>
    </message>
    <message>
        <source>source or target</source>
        <translation>source 或 target</translation>
    </message>
    <message>
        <source>10 characters at least</source>
        <translation>至少 10 个字符</translation>
    </message>
    <message>
        <source>only a verification that came to its end can be certified</source>
        <translation>只有已完成的对账才能出具证书</translation>
    </message>
    <message>
        <source>it is no certificate of a version that this program knows</source>
        <translation>它不是本程序所知版本的证书</translation>
    </message>
    <message>
        <source>what is signed in it is no verification</source>
        <translation>其中所签的不是对账</translation>
    </message>
    <message>
        <source>what it says is not what was signed</source>
        <translation>其内容与签名时不符</translation>
    </message>
    <message>
        <source>its signature is not that of its key</source>
        <translation>签名与其密钥不符</translation>
    </message>
    <message>
        <source>a JSON object</source>
        <translation>JSON 对象</translation>
    </message>
    <message>
        <source>60 or 900</source>
        <translation>60 或 900</translation>
    </message>
    <message>
        <source>--span is hour, day or week</source>
        <translation>--span 为 hour、day 或 week</translation>
    </message>
    <message>
        <source>name a --subscription, or a --dataset and its --peer</source>
        <translation>请指定 --subscription，或 --dataset 及其 --peer</translation>
    </message>
    <message>
        <source>its node gives no answer about the tables, as older ones never do: upgrade it</source>
        <translation>已向其节点询问表结构，但未得到答复；旧版本不会答复：请升级该节点</translation>
    </message>
    <message>
        <source>its texts are read in another encoding, so no filter</source>
        <translation>该表的文本按另一种编码读取，因此不能筛选</translation>
    </message>
    <message>
        <source>the password, typed: the one in the vault is tried only at the place that is registered</source>
        <translation>请输入口令：密钥库中的口令只用于所登记的位置</translation>
    </message>
    <message>
        <source>empty: only PostgreSQL can leave columns out of its log</source>
        <translation>为空：只有 PostgreSQL 能让日志不含某些列</translation>
    </message>
    <message>
        <source>TABLE.COLUMN, each once</source>
        <translation>表.列，每个只写一次</translation>
    </message>
    <message>
        <source>empty: only the route &apos;log&apos; sends values apart from their rows</source>
        <translation>为空：只有日志路线（log）能把值与所在的行分开发送</translation>
    </message>
    <message>
        <source>empty: approvals name the columns of rows, and these do not come with them</source>
        <translation>为空：审批按行中的列授权，而这些列不随行到达</translation>
    </message>
    <message>
        <source>empty: texts that are in another encoding than they say come with their rows</source>
        <translation>为空：实际编码与声明不同的文本只能随行传送</translation>
    </message>
    <message>
        <source>it has no column &quot;%1&quot;</source>
        <translation>其中没有列“%1”</translation>
    </message>
    <message>
        <source>column &quot;%1&quot; is of type %2; large columns are of type bytea, text or character varying</source>
        <translation>列“%1”的类型是 %2；大字段列的类型须为 bytea、text 或 character varying</translation>
    </message>
    <message>
        <source>the large column &quot;%1&quot; needs a primary key that it is no part of</source>
        <translation>大字段列“%1”所在的表须有主键，且该列不属于主键</translation>
    </message>
    <message>
        <source>large columns need PostgreSQL 15 or later, which can leave them out of its log</source>
        <translation>大字段列需要 PostgreSQL 15 或更高版本，其日志可不含这些列</translation>
    </message>
    <message>
        <source>large columns cannot be left out of the log with REPLICA IDENTITY FULL: the source&apos;s own updates would fail; run: ALTER TABLE %1 REPLICA IDENTITY DEFAULT</source>
        <translation>“REPLICA IDENTITY FULL”时日志不能不含大字段列，否则源端自己的更新会失败；请执行“ALTER TABLE %1 REPLICA IDENTITY DEFAULT”</translation>
    </message>
    <message>
        <source>its large columns are others</source>
        <translation>其大字段列不同</translation>
    </message>
    <message>
        <source>it publishes other rows or columns of %1 than it should</source>
        <translation>它发布的 %1 的行或列与应发布的不同</translation>
    </message>
    <message>
        <source>it has large columns, which a load among the changes would leave out; load the whole subscription, or publish it in a dataset of its own</source>
        <translation>其中有大字段列，在变更之间装载会漏掉它们；请重新装载整个订阅，或把该表单独发布为一个数据集</translation>
    </message>
    <message>
        <source>the table is parked, and a large value does not wait with its row; send the row again afterwards</source>
        <translation>该表已停放，大字段的值不能随行等待；请在之后重发该行</translation>
    </message>
    <message>
        <source>a value of %1 bytes; max_allowed_packet is %2</source>
        <translation>该值有 %1 字节；max_allowed_packet 为 %2</translation>
    </message>
    <message>
        <source>it is no large column of the dataset&apos;s tables</source>
        <translation>它不是该数据集各表中的大字段列</translation>
    </message>
</context>
<context>
    <name>Reconciliation</name>
    <message>
        <source>Reconciliation of files</source>
        <translation>文件对账报告</translation>
    </message>
    <message>
        <source>equal</source>
        <translation>一致</translation>
    </message>
    <message>
        <source>late</source>
        <translation>迟到</translation>
    </message>
    <message>
        <source>arrived, not acknowledged</source>
        <translation>已到达，未确认</translation>
    </message>
    <message>
        <source>not yet arrived</source>
        <translation>尚未到达</translation>
    </message>
    <message>
        <source>missing at the receiver</source>
        <translation>接收方缺少</translation>
    </message>
    <message>
        <source>only at the receiver</source>
        <translation>仅接收方有</translation>
    </message>
    <message>
        <source>different</source>
        <translation>不一致</translation>
    </message>
    <message>
        <source>arrived</source>
        <translation>已到达</translation>
    </message>
    <message>
        <source>arrived before</source>
        <translation>此前已到达</translation>
    </message>
    <message>
        <source>waits for a resend</source>
        <translation>等待重发</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>未传输</translation>
    </message>
    <message>
        <source>Both sides do not agree: %1 files are missing, too many or different.</source>
        <translation>双方不一致：%1 个文件缺少、多出或内容不同。</translation>
    </message>
    <message>
        <source>Both sides agree; %1 files have not yet arrived.</source>
        <translation>双方一致；%1 个文件尚未到达。</translation>
    </message>
    <message>
        <source>Both sides agree.</source>
        <translation>双方一致。</translation>
    </message>
    <message>
        <source>Task: %1</source>
        <translation>任务：%1</translation>
    </message>
    <message>
        <source>Sender: %1</source>
        <translation>发送方：%1</translation>
    </message>
    <message>
        <source>Receiver: %1</source>
        <translation>接收方：%1</translation>
    </message>
    <message>
        <source>Period: %1</source>
        <translation>时段：%1</translation>
    </message>
    <message>
        <source>Made at: %1</source>
        <translation>生成时间：%1</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件数</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>字节数</translation>
    </message>
    <message>
        <source>Sender, all</source>
        <translation>发送方合计</translation>
    </message>
    <message>
        <source>Receiver, all</source>
        <translation>接收方合计</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Sender, bytes</source>
        <translation>发送方字节数</translation>
    </message>
    <message>
        <source>Receiver, bytes</source>
        <translation>接收方字节数</translation>
    </message>
    <message>
        <source>Sender, SM3</source>
        <translation>发送方 SM3</translation>
    </message>
    <message>
        <source>Receiver, SM3</source>
        <translation>接收方 SM3</translation>
    </message>
    <message>
        <source>Sender, state</source>
        <translation>发送方状态</translation>
    </message>
    <message>
        <source>Receiver, state</source>
        <translation>接收方状态</translation>
    </message>
    <message>
        <source>First tried at</source>
        <translation>首次发送时间</translation>
    </message>
    <message>
        <source>Arrived at</source>
        <translation>到达时间</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>Files that are not equal</source>
        <translation>不一致的文件</translation>
    </message>
    <message>
        <source>%1 more files are in the detail file (CSV).</source>
        <translation>另有 %1 个文件，见明细文件（CSV）。</translation>
    </message>
    <message>
        <source>Both sides agree, file by file: %1 were compared.</source>
        <translation>双方逐个文件一致：共比对 %1 个。</translation>
    </message>
    <message>
        <source>Both sides do not agree: %1 of %2 files are missing, too many or different.</source>
        <translation>双方不一致：%2 个文件中有 %1 个缺少、多出或不同。</translation>
    </message>
    <message>
        <source>Side</source>
        <translation>方</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行次数</translation>
    </message>
    <message>
        <source>Files that arrived</source>
        <translation>到达文件数</translation>
    </message>
    <message>
        <source>Arrived before</source>
        <translation>先前已到达</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>Sender</source>
        <translation>发送方</translation>
    </message>
    <message>
        <source>Receiver</source>
        <translation>接收方</translation>
    </message>
    <message>
        <source>up to %1</source>
        <translation>截至 %1</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>%1 more differences are not listed</source>
        <translation>另有 %1 处差异未列出</translation>
    </message>
    <message>
        <source>Both sides agree, file by file: %1 were compared; %2 arrived late.</source>
        <translation>双方逐文件一致：共比较 %1 个文件；其中 %2 个迟到。</translation>
    </message>
</context>
<context>
    <name>Retention</name>
    <message>
        <source>Runs of file tasks</source>
        <translation>文件任务的执行记录</translation>
    </message>
    <message>
        <source>Alarms that are over</source>
        <translation>已解除的告警</translation>
    </message>
    <message>
        <source>Reconciliations of rows</source>
        <translation>数据对账</translation>
    </message>
    <message>
        <source>Reconciliations of files</source>
        <translation>文件对账</translation>
    </message>
    <message>
        <source>Reviewed changes</source>
        <translation>已复核的变更</translation>
    </message>
    <message>
        <source>Agreements that are over</source>
        <translation>已结束的使用协议</translation>
    </message>
    <message>
        <source>for ever</source>
        <translation>永久</translation>
    </message>
    <message>
        <source>%1 days</source>
        <translation>%1 天</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1; nothing is deleted now</source>
        <translation>%1；目前没有要删除的</translation>
    </message>
    <message>
        <source>%1; deletes %2 of %3 records now</source>
        <translation>%1；现在将删除 %3 条记录中的 %2 条</translation>
    </message>
</context>
<context>
    <name>ReviewText</name>
    <message>
        <source>Register or change a source</source>
        <translation>登记或修改源数据库</translation>
    </message>
    <message>
        <source>Register or change a target</source>
        <translation>登记或修改目标数据库</translation>
    </message>
    <message>
        <source>Publish or change a dataset</source>
        <translation>发布或修改数据集</translation>
    </message>
    <message>
        <source>Register or change a link</source>
        <translation>登记或修改链路</translation>
    </message>
    <message>
        <source>Make or change a subscription</source>
        <translation>新建或修改订阅</translation>
    </message>
    <message>
        <source>Make or change a file task</source>
        <translation>新建或修改传输任务</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Import a whole configuration</source>
        <translation>导入整份配置</translation>
    </message>
    <message>
        <source>Give rights in a source</source>
        <translation>在源库授权</translation>
    </message>
    <message>
        <source>Give rights in a target</source>
        <translation>在目标库授权</translation>
    </message>
    <message>
        <source>Accept what the quality check found</source>
        <translation>接受质量校验的结果</translation>
    </message>
    <message>
        <source>Change tables of a target</source>
        <translation>更改目标表结构</translation>
    </message>
    <message>
        <source>Load anew</source>
        <translation>重新装载</translation>
    </message>
    <message>
        <source>Change a subscription and load anew</source>
        <translation>修改订阅并重新装载</translation>
    </message>
    <message>
        <source>Repair what a verification found</source>
        <translation>修复对账差异</translation>
    </message>
    <message>
        <source>Leave a failed row as it is</source>
        <translation>保留失败行不处理</translation>
    </message>
    <message>
        <source>Decide a conflict</source>
        <translation>裁决冲突</translation>
    </message>
    <message>
        <source>Remove a password from the vault</source>
        <translation>从密码库删除口令</translation>
    </message>
    <message>
        <source>Add an operator</source>
        <translation>添加操作员</translation>
    </message>
    <message>
        <source>Change an operator</source>
        <translation>更改操作员</translation>
    </message>
    <message>
        <source>Give an operator another password</source>
        <translation>重设操作员密码</translation>
    </message>
    <message>
        <source>Switch the confirmation by a second person</source>
        <translation>开关第二人确认</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Write a package for an offline start</source>
        <translation>为离线启动写出数据包</translation>
    </message>
    <message>
        <source>Read a package of an offline start</source>
        <translation>读入离线启动的数据包</translation>
    </message>
    <message>
        <source>Sign or reject a quality gate&apos;s report</source>
        <translation>签署或驳回质量闸门报告</translation>
    </message>
    <message>
        <source>Apply for a dataset</source>
        <translation>申请数据集</translation>
    </message>
    <message>
        <source>Decide an application for a dataset</source>
        <translation>审批数据集申请</translation>
    </message>
    <message>
        <source>Revoke or withdraw an agreement</source>
        <translation>撤销或撤回协议</translation>
    </message>
    <message>
        <source>Widen columns of a target</source>
        <translation>加宽目标库的列</translation>
    </message>
    <message>
        <source>Change how long records are kept</source>
        <translation>修改记录保留期</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>by hand only</source>
        <translation>仅手动</translation>
    </message>
    <message>
        <source>not shown</source>
        <translation>不显示</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Receives</source>
        <translation>接收数据</translation>
    </message>
    <message>
        <source>Schema in the target</source>
        <translation>目标库中的模式</translation>
    </message>
    <message>
        <source>Tables taken in part</source>
        <translation>部分同步的表</translation>
    </message>
    <message>
        <source>Rules of the quality gate</source>
        <translation>质量校验规则</translation>
    </message>
    <message>
        <source>Name of the task</source>
        <translation>任务名称</translation>
    </message>
    <message>
        <source>Names that are sent</source>
        <translation>发送哪些名称的文件</translation>
    </message>
    <message>
        <source>Encoding of the texts</source>
        <translation>文本编码</translation>
    </message>
    <message>
        <source>Moments that were missed</source>
        <translation>错过的时刻</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>Subscription</source>
        <translation>订阅</translation>
    </message>
    <message>
        <source>Stream</source>
        <translation>数据流</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Table in the target</source>
        <translation>目标库中的表</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Other names</source>
        <translation>改名</translation>
    </message>
    <message>
        <source>Which rows</source>
        <translation>哪些行</translation>
    </message>
    <message>
        <source>Bound of the rule</source>
        <translation>规则的界限</translation>
    </message>
    <message>
        <source>Statements that are run</source>
        <translation>将执行的语句</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>发现的问题</translation>
    </message>
    <message>
        <source>Rows that differ</source>
        <translation>不一致的行</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>Number of the verification</source>
        <translation>对账编号</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>What is taken</source>
        <translation>采用哪一方</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>By</source>
        <translation>操作人</translation>
    </message>
    <message>
        <source>User of the database</source>
        <translation>数据库用户</translation>
    </message>
    <message>
        <source>Run as</source>
        <translation>以此用户执行</translation>
    </message>
    <message>
        <source>Tables that are missing are made</source>
        <translation>缺少的表自动建立</translation>
    </message>
    <message>
        <source>Dataset</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标数据库</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>源数据库</translation>
    </message>
    <message>
        <source>Node code</source>
        <translation>节点代码</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Size of a part</source>
        <translation>分卷大小</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>已签署</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>决定</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>申请</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>协议</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>批准</translation>
    </message>
    <message>
        <source>Sensitive columns too</source>
        <translation>包括敏感列</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>有效期至</translation>
    </message>
    <message>
        <source>As it is now</source>
        <translation>当前状况</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>口令</translation>
    </message>
    <message>
        <source>May sign in</source>
        <translation>可以登录</translation>
    </message>
    <message>
        <source>A second person confirms</source>
        <translation>由第二人复核</translation>
    </message>
    <message>
        <source>Fingerprint of the password</source>
        <translation>口令指纹</translation>
    </message>
    <message>
        <source>When</source>
        <translation>何时</translation>
    </message>
    <message>
        <source>How many stay</source>
        <translation>保留份数</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>源数据库</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>目标数据库</translation>
    </message>
    <message>
        <source>Datasets</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>链路</translation>
    </message>
    <message>
        <source>Subscriptions</source>
        <translation>订阅</translation>
    </message>
    <message>
        <source>File tasks</source>
        <translation>文件任务</translation>
    </message>
    <message>
        <source>names that are safe everywhere</source>
        <translation>各系统均安全的名称</translation>
    </message>
    <message>
        <source>names that Windows takes too</source>
        <translation>Windows 也接受的名称</translation>
    </message>
    <message>
        <source>names by the rules for uploads</source>
        <translation>符合上传规则的名称</translation>
    </message>
    <message>
        <source>made up for by one run</source>
        <translation>补运行一次</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>略过</translation>
    </message>
    <message>
        <source>the source&apos;s row</source>
        <translation>源端的行</translation>
    </message>
    <message>
        <source>the target&apos;s row</source>
        <translation>目标端的行</translation>
    </message>
    <message>
        <source>SQLite</source>
        <translation>SQLite</translation>
    </message>
    <message>
        <source>PostgreSQL</source>
        <translation>PostgreSQL</translation>
    </message>
    <message>
        <source>MariaDB / MySQL</source>
        <translation>MariaDB / MySQL</translation>
    </message>
    <message>
        <source>ODBC</source>
        <translation>ODBC</translation>
    </message>
    <message>
        <source>the peer may take tables</source>
        <translation>对端可订阅本端的表</translation>
    </message>
    <message>
        <source>tables of the peer may be taken</source>
        <translation>可订阅对端的表</translation>
    </message>
    <message>
        <source>files may be sent to the peer</source>
        <translation>可向对端发送文件</translation>
    </message>
    <message>
        <source>the peer may send files</source>
        <translation>对端可发来文件</translation>
    </message>
    <message>
        <source>Keep a password in the vault</source>
        <translation>把口令存入保险库</translation>
    </message>
    <message>
        <source>Set when backups are made</source>
        <translation>设定何时备份</translation>
    </message>
    <message>
        <source>Kind of file</source>
        <translation>文件种类</translation>
    </message>
    <message>
        <source>Version of the format</source>
        <translation>格式版本</translation>
    </message>
    <message>
        <source>Run statements at a target</source>
        <translation>在目标库执行语句</translation>
    </message>
</context>
<context>
    <name>TimetableText</name>
    <message>
        <source>the last day</source>
        <translation>最后一日</translation>
    </message>
    <message>
        <source>day %1</source>
        <translation>%1 日</translation>
    </message>
    <message>
        <source>MMMM d</source>
        <comment>date without year, in letters of QDate</comment>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>手工启动</translation>
    </message>
    <message>
        <source>all the time, with the service</source>
        <translation>随服务启动，持续传输</translation>
    </message>
    <message numerus="yes">
        <source>every %n hour(s)</source>
        <translation>
            <numerusform>每 %n 小时</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>every %n minute(s)</source>
        <translation>
            <numerusform>每 %n 分钟</numerusform>
        </translation>
    </message>
    <message>
        <source>once at %1</source>
        <translation>定时一次：%1</translation>
    </message>
    <message>
        <source>daily %1</source>
        <translation>每天 %1</translation>
    </message>
    <message>
        <source>every %1 %2</source>
        <comment>weekdays, times</comment>
        <translation>每%1 %2</translation>
    </message>
    <message>
        <source>monthly on %1 %2</source>
        <comment>days, times</comment>
        <translation>每月 %1 %2</translation>
    </message>
    <message>
        <source>yearly on %1 %2</source>
        <comment>dates, times</comment>
        <translation>每年 %1 %2</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Waiting</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>Initializing</source>
        <translation>初始化</translation>
    </message>
    <message>
        <source>Quality check</source>
        <translation>质量校验</translation>
    </message>
    <message>
        <source>Catching up</source>
        <translation>追赶</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Nothing has arrived from the provider yet.</source>
        <translation>尚未收到提供方的任何数据。</translation>
    </message>
    <message>
        <source>The initial load of all rows is under way.</source>
        <translation>正在初始化，全量装载数据。</translation>
    </message>
    <message>
        <source>The loaded rows are being checked.</source>
        <translation>正在对已装载的数据进行质量校验。</translation>
    </message>
    <message>
        <source>Changes made since the initial load are being applied.</source>
        <translation>正在应用初始化以来产生的变更。</translation>
    </message>
    <message>
        <source>Changes are applied as they happen.</source>
        <translation>变更随产生随应用。</translation>
    </message>
    <message>
        <source>Paused by an operator. It continues from its checkpoint when resumed.</source>
        <translation>已由操作员暂停，恢复后从断点继续。</translation>
    </message>
    <message>
        <source>Stopped by an error that needs a person.</source>
        <translation>因错误停止，需要人工处理。</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>源数据库</translation>
    </message>
    <message>
        <source>Log cache</source>
        <translation>日志缓存</translation>
    </message>
    <message>
        <source>Packed</source>
        <translation>已打包</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>已接收</translation>
    </message>
    <message>
        <source>Applied</source>
        <translation>已入库</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Trigger</source>
        <translation>触发器</translation>
    </message>
    <message>
        <source>Timestamp</source>
        <translation>时间戳</translation>
    </message>
    <message>
        <source>Flag column</source>
        <translation>标志位</translation>
    </message>
    <message>
        <source>Full copy</source>
        <translation>全量复制</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比对</translation>
    </message>
    <message>
        <source>source database</source>
        <comment>kind</comment>
        <translation>源数据库</translation>
    </message>
    <message>
        <source>target database</source>
        <comment>kind</comment>
        <translation>目标数据库</translation>
    </message>
    <message>
        <source>dataset</source>
        <comment>kind</comment>
        <translation>数据集</translation>
    </message>
    <message>
        <source>link</source>
        <comment>kind</comment>
        <translation>链路</translation>
    </message>
    <message>
        <source>subscription</source>
        <comment>kind</comment>
        <translation>订阅</translation>
    </message>
    <message>
        <source>transfer task</source>
        <comment>kind</comment>
        <translation>传输任务</translation>
    </message>
    <message>
        <source>verification</source>
        <comment>kind</comment>
        <translation>校验</translation>
    </message>
    <message>
        <source>Platform</source>
        <translation>平台方</translation>
    </message>
    <message>
        <source>Data provider</source>
        <translation>数据提供方</translation>
    </message>
    <message>
        <source>Data user</source>
        <translation>数据使用方</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>%1 hundred million</source>
        <comment>axis</comment>
        <translation>%1 亿</translation>
    </message>
    <message>
        <source>%1 ten thousand</source>
        <comment>axis</comment>
        <translation>%1 万</translation>
    </message>
    <message>
        <source>%1 rows/s</source>
        <translation>%1 行/秒</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 毫秒</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 天 %2 小时</translation>
    </message>
    <message>
        <source>%1%</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>table level</source>
        <translation>表级</translation>
    </message>
    <message>
        <source>field level</source>
        <translation>字段级</translation>
    </message>
    <message>
        <source>running</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>equal</source>
        <translation>一致</translation>
    </message>
    <message>
        <source>different</source>
        <translation>不同</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>缺少</translation>
    </message>
    <message>
        <source>extra</source>
        <translation>多余</translation>
    </message>
    <message>
        <source>ok</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>out</source>
        <translation>发出</translation>
    </message>
    <message>
        <source>in</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>sealed</source>
        <translation>已加密</translation>
    </message>
    <message>
        <source>applied</source>
        <translation>已装载</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>stopped by hand</source>
        <translation>人工终止</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>exception</source>
        <comment>kind</comment>
        <translation>异常</translation>
    </message>
    <message>
        <source>table</source>
        <comment>kind</comment>
        <translation>表</translation>
    </message>
    <message>
        <source>parked table</source>
        <comment>kind</comment>
        <translation>挂起的表</translation>
    </message>
    <message>
        <source>conflict</source>
        <translation>冲突</translation>
    </message>
    <message>
        <source>open</source>
        <translation>待处理</translation>
    </message>
    <message>
        <source>resolved</source>
        <translation>已解决</translation>
    </message>
    <message>
        <source>dismissed</source>
        <translation>已放弃</translation>
    </message>
    <message>
        <source>settled</source>
        <translation>已按策略处理</translation>
    </message>
    <message>
        <source>parked</source>
        <translation>已挂起</translation>
    </message>
    <message>
        <source>the same</source>
        <translation>相同</translation>
    </message>
    <message>
        <source>differs</source>
        <translation>不同</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>已略去</translation>
    </message>
    <message>
        <source>granted</source>
        <translation>已发放</translation>
    </message>
    <message>
        <source>active</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>retired</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>wiped</source>
        <translation>已销毁</translation>
    </message>
    <message>
        <source>alarm</source>
        <comment>kind</comment>
        <translation>告警</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>排队</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>full</source>
        <translation>全量</translation>
    </message>
    <message>
        <source>incremental</source>
        <translation>增量</translation>
    </message>
    <message>
        <source>resend</source>
        <translation>重传</translation>
    </message>
    <message>
        <source>arrived</source>
        <translation>已送达</translation>
    </message>
    <message>
        <source>arrived before</source>
        <translation>此前已送达</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>已跳过</translation>
    </message>
    <message>
        <source>is sent</source>
        <translation>将发送</translation>
    </message>
    <message>
        <source>not there any more</source>
        <translation>已不存在</translation>
    </message>
    <message>
        <source>packet</source>
        <translation>数据包</translation>
    </message>
    <message>
        <source>file</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>manifest</source>
        <translation>发送清单</translation>
    </message>
    <message>
        <source>receipt</source>
        <translation>回执</translation>
    </message>
    <message>
        <source>seal</source>
        <translation>封签</translation>
    </message>
    <message>
        <source>right of a link</source>
        <comment>kind</comment>
        <translation>链路权限</translation>
    </message>
    <message>
        <source>parts joined</source>
        <translation>分卷已合并</translation>
    </message>
    <message>
        <source>published</source>
        <translation>已发布</translation>
    </message>
    <message>
        <source>acknowledged</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>failed, sent again</source>
        <translation>失败，将重发</translation>
    </message>
    <message>
        <source>archived</source>
        <translation>已归档</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>已删除</translation>
    </message>
    <message>
        <source>waiting for the package</source>
        <translation>等待数据包</translation>
    </message>
    <message>
        <source>package is being written</source>
        <translation>正在写出数据包</translation>
    </message>
    <message>
        <source>package is written</source>
        <translation>数据包已写出</translation>
    </message>
    <message>
        <source>package stopped by an error</source>
        <translation>数据包因错误停止</translation>
    </message>
    <message>
        <source>package is being read</source>
        <translation>正在读入数据包</translation>
    </message>
    <message>
        <source>a part of the package is missing</source>
        <translation>缺少数据包的一个分卷</translation>
    </message>
    <message>
        <source>package is read</source>
        <translation>数据包已读入</translation>
    </message>
    <message>
        <source>waiting for sign-off</source>
        <translation>等待签字</translation>
    </message>
    <message>
        <source>signed</source>
        <translation>已签字</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>已驳回</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>operator</source>
        <comment>kind</comment>
        <translation>操作员</translation>
    </message>
    <message>
        <source>confirmed change</source>
        <comment>kind</comment>
        <translation>复核变更</translation>
    </message>
    <message>
        <source>password in the vault</source>
        <comment>kind</comment>
        <translation>密码库中的口令</translation>
    </message>
    <message>
        <source>operator</source>
        <translation>操作员</translation>
    </message>
    <message>
        <source>reviewer</source>
        <translation>复核员</translation>
    </message>
    <message>
        <source>security administrator</source>
        <translation>安全管理员</translation>
    </message>
    <message>
        <source>auditor</source>
        <translation>审计员</translation>
    </message>
    <message>
        <source>business system</source>
        <translation>业务系统</translation>
    </message>
    <message>
        <source>confirmed change</source>
        <translation>复核变更</translation>
    </message>
    <message>
        <source>action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>disabled</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>enabled</source>
        <translation>已启用</translation>
    </message>
    <message>
        <source>blocked</source>
        <translation>已锁定</translation>
    </message>
    <message>
        <source>unblocked</source>
        <translation>已解锁</translation>
    </message>
    <message>
        <source>signed in</source>
        <translation>已登录</translation>
    </message>
    <message>
        <source>signed out</source>
        <translation>已退出</translation>
    </message>
    <message>
        <source>wrong password</source>
        <translation>密码错误</translation>
    </message>
    <message>
        <source>added</source>
        <translation>已添加</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>已更改</translation>
    </message>
    <message>
        <source>password changed</source>
        <translation>密码已更改</translation>
    </message>
    <message>
        <source>password reset</source>
        <translation>密码已重设</translation>
    </message>
    <message>
        <source>let in again from the machine</source>
        <translation>在本机恢复登录</translation>
    </message>
    <message>
        <source>switched off from the machine</source>
        <translation>在本机停用</translation>
    </message>
    <message>
        <source>proposed</source>
        <translation>已提出</translation>
    </message>
    <message>
        <source>reason given</source>
        <translation>已说明理由</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>已撤回</translation>
    </message>
    <message>
        <source>expired</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>overtaken</source>
        <translation>已被取代</translation>
    </message>
    <message>
        <source>fits</source>
        <translation>放得下</translation>
    </message>
    <message>
        <source>too short for what is there</source>
        <translation>放不下已有的文本</translation>
    </message>
    <message>
        <source>shorter than the source declares</source>
        <translation>比源端声明的短</translation>
    </message>
    <message>
        <source>characters that the target&apos;s encoding lacks</source>
        <translation>含有目标编码没有的字符</translation>
    </message>
    <message>
        <source>bytes that are no text</source>
        <translation>有不成文本的字节</translation>
    </message>
    <message>
        <source>texts look like another encoding</source>
        <translation>文本像是另一种编码</translation>
    </message>
    <message>
        <source>backup</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>made</source>
        <translation>已生成</translation>
    </message>
    <message>
        <source>looked through</source>
        <translation>已检验</translation>
    </message>
    <message>
        <source>how long records are kept</source>
        <translation>记录保留期</translation>
    </message>
    <message>
        <source>set</source>
        <translation>已设置</translation>
    </message>
    <message>
        <source>certificate</source>
        <translation>证书</translation>
    </message>
</context>
<context>
    <name>busheng::AgendaCard</name>
    <message>
        <source>The next 24 hours</source>
        <translation>未来 24 小时</translation>
    </message>
</context>
<context>
    <name>busheng::AgendaModel</name>
    <message>
        <source>Task %1 starts</source>
        <translation>任务 %1 开始</translation>
    </message>
    <message>
        <source>Initial load of %1 is through</source>
        <translation>%1 初始装载完成</translation>
    </message>
    <message>
        <source>Reconciliation of %1 begins</source>
        <translation>%1 开始对账</translation>
    </message>
    <message>
        <source>Source&apos;s log of %1 runs out</source>
        <translation>%1 的源库日志耗尽</translation>
    </message>
    <message>
        <source>At the rate of the last hour, if nothing of the log were released</source>
        <translation>按最近一小时的速度，且日志一直未释放</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>What</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Task %1 starts, through about %2</source>
        <translation>任务 %1 开始，预计 %2 完成</translation>
    </message>
</context>
<context>
    <name>busheng::AgreementModel</name>
    <message>
        <source>to %1</source>
        <translation>至 %1</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>自 %1</translation>
    </message>
    <message>
        <source>Dataset</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>有效期至</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
</context>
<context>
    <name>busheng::AlarmModel</name>
    <message>
        <source>since %1</source>
        <translation>始于 %1</translation>
    </message>
    <message>
        <source>%1 times</source>
        <translation>%1 次</translation>
    </message>
    <message>
        <source>Alarm</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>About</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>program and machine</source>
        <translation>程序与主机</translation>
    </message>
    <message>
        <source>network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>source</source>
        <translation>源端</translation>
    </message>
    <message>
        <source>target</source>
        <translation>目标端</translation>
    </message>
    <message>
        <source>files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>security</source>
        <translation>安全</translation>
    </message>
    <message>
        <source>new</source>
        <translation>未处理</translation>
    </message>
    <message>
        <source>seen</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>silenced</source>
        <translation>已静默</translation>
    </message>
    <message>
        <source>over</source>
        <translation>已恢复</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
</context>
<context>
    <name>busheng::AlarmsCard</name>
    <message>
        <source>Alarms</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>No alarms</source>
        <translation>没有告警</translation>
    </message>
    <message>
        <source>Everything this node watches is in order.</source>
        <translation>本节点监测的各项均正常。</translation>
    </message>
    <message>
        <source>Copy alarm</source>
        <translation>复制告警</translation>
    </message>
</context>
<context>
    <name>busheng::AlarmsPage</name>
    <message>
        <source>Seen by %1 at %2</source>
        <translation>%1 于 %2 确认</translation>
    </message>
    <message>
        <source>Silenced until %1 by %2: %3</source>
        <translation>静默至 %1（%2）：%3</translation>
    </message>
    <message>
        <source>Over since %1</source>
        <translation>已于 %1 恢复</translation>
    </message>
    <message>
        <source>No longer silent</source>
        <translation>取消静默</translation>
    </message>
    <message>
        <source>Silence…</source>
        <translation>静默…</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>all classes</source>
        <translation>全部类别</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>also those that are over</source>
        <translation>含已恢复的</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>You have seen it and look after it; kept with your name</source>
        <translation>表示您已看到并负责处理；将与您的姓名一并留存</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Go there</source>
        <translation>前往处理</translation>
    </message>
    <message>
        <source>Opens the page on which this is dealt with; changes nothing</source>
        <translation>打开处理此事的页面；不作任何更改</translation>
    </message>
    <message>
        <source>No alarms</source>
        <translation>没有告警</translation>
    </message>
    <message>
        <source>Everything this node watches is in order.</source>
        <translation>本节点监视的各项均正常。</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>No alarm of this class has this text.</source>
        <translation>该类别中没有包含此文字的告警。</translation>
    </message>
</context>
<context>
    <name>busheng::ApplicationForm</name>
    <message>
        <source>Dataset %1 of node %2</source>
        <translation>节点 %2 的数据集 %1</translation>
    </message>
    <message>
        <source>Contact: %1</source>
        <translation>联系：%1</translation>
    </message>
    <message>
        <source>Apply for a dataset</source>
        <translation>申请数据集</translation>
    </message>
    <message>
        <source>what the rows are used for</source>
        <translation>数据的用途</translation>
    </message>
    <message>
        <source>Purpose</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>law, regulation or agreement that allows it</source>
        <translation>允许使用的法律、法规或协议</translation>
    </message>
    <message>
        <source>Legal basis</source>
        <translation>法律依据</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>有效期至</translation>
    </message>
    <message>
        <source>Sign and send</source>
        <translation>签名并发送</translation>
    </message>
    <message>
        <source>Keep as draft</source>
        <translation>存为草稿</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Tick the tables and columns that are needed, and no others.</source>
        <translation>只勾选所需的表与列。</translation>
    </message>
    <message>
        <source>What are the rows used for?</source>
        <translation>数据用于什么？</translation>
    </message>
    <message>
        <source>What allows it?</source>
        <translation>依据是什么？</translation>
    </message>
    <message>
        <source>The validity must end in the future.</source>
        <translation>有效期须在今天之后。</translation>
    </message>
</context>
<context>
    <name>busheng::BackupCard</name>
    <message>
        <source>%1 is looked through</source>
        <translation>正在检验 %1</translation>
    </message>
    <message>
        <source>%1 is being made</source>
        <translation>正在生成 %1</translation>
    </message>
    <message>
        <source>Backups are made by hand only.</source>
        <translation>仅手动备份。</translation>
    </message>
    <message>
        <source>The newest %1 stay.</source>
        <translation>保留最新的 %1 份。</translation>
    </message>
    <message>
        <source>All stay.</source>
        <translation>全部保留。</translation>
    </message>
    <message>
        <source>By the timetable: %1, into %2. %3 The next one is made at %4.</source>
        <translation>定时：%1，存入 %2。%3下一次在 %4。</translation>
    </message>
    <message>
        <source>Backups of the node</source>
        <translation>本节点的备份</translation>
    </message>
    <message>
        <source>Identity and keys, configuration and ledger in one sealed file, made while the node works.</source>
        <translation>身份与密钥、配置和流水存入一个密封文件，备份时节点照常工作。</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Back up now…</source>
        <translation>立即备份…</translation>
    </message>
    <message>
        <source>Look through…</source>
        <translation>检验…</translation>
    </message>
    <message>
        <source>Timetable…</source>
        <translation>定时…</translation>
    </message>
    <message>
        <source>Restore…</source>
        <translation>恢复…</translation>
    </message>
    <message>
        <source>Copy the path</source>
        <translation>复制路径</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
</context>
<context>
    <name>busheng::BackupForm</name>
    <message>
        <source>Back up the node</source>
        <translation>备份本节点</translation>
    </message>
    <message>
        <source>Look a backup through</source>
        <translation>检验备份</translation>
    </message>
    <message>
        <source>The whole node in one sealed file: identity and keys, configuration, ledger, and all that it remembers. The node works on meanwhile. Keep the passphrase apart from the file: without it nobody can restore the node.</source>
        <translation>整个节点存入一个密封文件：身份与密钥、配置、流水及其所有记录。备份期间节点照常工作。请把口令与文件分开保管：没有口令，谁也无法恢复节点。</translation>
    </message>
    <message>
        <source>Reads the file to its end, as a restore would: every byte is what was written, and nothing is missing. Nothing is changed.</source>
        <translation>像恢复那样把文件读到末尾：每个字节与写入时一致，且无缺失。不做任何更改。</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>口令</translation>
    </message>
    <message>
        <source>empty: the one that is kept for the timetable</source>
        <translation>留空：用为定时备份保存的口令</translation>
    </message>
    <message>
        <source>Once more</source>
        <translation>再输一遍</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Back up</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Look through</source>
        <translation>检验</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Backups (*.bsbk);;All files (*)</source>
        <translation>备份 (*.bsbk);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Name the whole path of the file on the node&apos;s machine.</source>
        <translation>请填写节点所在机器上文件的完整路径。</translation>
    </message>
    <message>
        <source>The passphrase has %1 characters at least.</source>
        <translation>口令至少 %1 个字符。</translation>
    </message>
    <message>
        <source>Type the passphrase a second time.</source>
        <translation>请再输一遍口令。</translation>
    </message>
    <message>
        <source>Type the passphrase of the backup.</source>
        <translation>请输入该备份的口令。</translation>
    </message>
    <message>
        <source>Go on in the background</source>
        <translation>转入后台</translation>
    </message>
</context>
<context>
    <name>busheng::BackupModel</name>
    <message>
        <source>not looked through</source>
        <translation>未检验</translation>
    </message>
    <message>
        <source>whole</source>
        <translation>完好</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>损坏</translation>
    </message>
    <message>
        <source>not there any more</source>
        <translation>已不在</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从未</translation>
    </message>
    <message>
        <source>timetable</source>
        <translation>定时</translation>
    </message>
    <message>
        <source>made elsewhere</source>
        <translation>别处生成</translation>
    </message>
    <message>
        <source>As of</source>
        <translation>备份时间</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Looked through</source>
        <translation>检验时间</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>of a newer version</source>
        <translation>由较新版本所做</translation>
    </message>
</context>
<context>
    <name>busheng::BackupPlanForm</name>
    <message>
        <source>Backups by a timetable</source>
        <translation>定时备份</translation>
    </message>
    <message>
        <source>When</source>
        <translation>何时</translation>
    </message>
    <message>
        <source>a folder on another disk or another machine than the node&apos;s</source>
        <translation>节点之外的另一块磁盘或另一台机器上的文件夹</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>all stay</source>
        <translation>全部保留</translation>
    </message>
    <message>
        <source>Older ones that the timetable made are deleted. What a person made stays.</source>
        <translation>定时生成的旧备份会删除，手动生成的保留。</translation>
    </message>
    <message>
        <source>How many stay</source>
        <translation>保留份数</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>口令</translation>
    </message>
    <message>
        <source>empty: as it is kept in the vault</source>
        <translation>留空：用保险库中保存的口令</translation>
    </message>
    <message>
        <source>Once more</source>
        <translation>再输一遍</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Name the whole path of a folder on the node&apos;s machine.</source>
        <translation>请填写节点所在机器上文件夹的完整路径。</translation>
    </message>
    <message>
        <source>The backups need a passphrase; it is kept in the node&apos;s vault.</source>
        <translation>备份需要口令，它保存在本节点的保险库中。</translation>
    </message>
    <message>
        <source>The passphrase has %1 characters at least.</source>
        <translation>口令至少 %1 个字符。</translation>
    </message>
    <message>
        <source>Type the passphrase a second time.</source>
        <translation>请再输一遍口令。</translation>
    </message>
    <message>
        <source>When they are made is not understood yet.</source>
        <translation>尚不明白何时备份。</translation>
    </message>
</context>
<context>
    <name>busheng::CertificateActions</name>
    <message>
        <source>reconciliation %1</source>
        <translation>对账 %1</translation>
    </message>
    <message>
        <source>Papers (*.pdf)</source>
        <translation>文档 (*.pdf)</translation>
    </message>
    <message>
        <source>Certificates (*.json)</source>
        <translation>证书 (*.json)</translation>
    </message>
    <message>
        <source>The certificate holds: nothing in it was changed since it was signed.</source>
        <translation>证书成立：自签名以来未被改动。</translation>
    </message>
    <message>
        <source>Certificate…</source>
        <translation>证书…</translation>
    </message>
    <message>
        <source>What was found, signed by this node: as a file that proves itself, or on paper</source>
        <translation>由本节点签名的对账结果：可自证的文件，或打印件</translation>
    </message>
    <message>
        <source>Check a certificate…</source>
        <translation>核验证书…</translation>
    </message>
    <message>
        <source>Whether a certificate that somebody brings is as it was signed</source>
        <translation>检查他人提供的证书自签名以来有无改动</translation>
    </message>
</context>
<context>
    <name>busheng::ChangedFieldModel</name>
    <message>
        <source>the same</source>
        <translation>相同</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>已更改</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>变更前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>变更后</translation>
    </message>
</context>
<context>
    <name>busheng::ColumnChoiceModel</name>
    <message>
        <source>key</source>
        <translation>主键</translation>
    </message>
    <message>
        <source>sensitive</source>
        <translation>敏感</translation>
    </message>
    <message>
        <source>Table or column</source>
        <translation>表或列</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Mark</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Which rows (empty: all)</source>
        <translation>哪些行（留空：全部）</translation>
    </message>
</context>
<context>
    <name>busheng::ColumnPicker</name>
    <message>
        <source>Search tables and columns</source>
        <translation>搜索表与列</translation>
    </message>
    <message>
        <source>Tables and columns</source>
        <translation>表与列</translation>
    </message>
    <message>
        <source>Tables: %1 · columns: %2</source>
        <translation>表：%1 · 列：%2</translation>
    </message>
    <message>
        <source>%1 · sensitive ones among them</source>
        <translation>%1 · 含敏感列</translation>
    </message>
</context>
<context>
    <name>busheng::CredentialModel</name>
    <message>
        <source>certificate of this node</source>
        <translation>本节点证书</translation>
    </message>
    <message>
        <source>SM2 certificate of this node</source>
        <translation>本节点 SM2 证书</translation>
    </message>
    <message>
        <source>authority</source>
        <translation>证书机构</translation>
    </message>
    <message>
        <source>SM2 authority</source>
        <translation>SM2 证书机构</translation>
    </message>
    <message>
        <source>revocation list</source>
        <translation>吊销列表</translation>
    </message>
    <message>
        <source>has ended</source>
        <translation>已过期</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) left</source>
        <translation>
            <numerusform>剩余 %n 天</numerusform>
        </translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>主体</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>序列号</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>有效期至</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>SM2 certificate for encryption</source>
        <translation>SM2 加密证书</translation>
    </message>
</context>
<context>
    <name>busheng::DatabaseForm</name>
    <message>
        <source>Change the location of a database</source>
        <translation>修改数据库位置</translation>
    </message>
    <message>
        <source>Register a source</source>
        <translation>登记源数据库</translation>
    </message>
    <message>
        <source>Register a target</source>
        <translation>登记目标数据库</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>数据库</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>登记</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Database name</source>
        <translation>库名</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>Password file</source>
        <translation>口令文件</translation>
    </message>
    <message>
        <source>the server decides</source>
        <translation>由服务器决定</translation>
    </message>
    <message>
        <source>required</source>
        <translation>必须加密</translation>
    </message>
    <message>
        <source>required, and the server&apos;s certificate is checked</source>
        <translation>必须加密，并校验服务器证书</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>加密</translation>
    </message>
    <message>
        <source>Database file</source>
        <translation>数据库文件</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Location</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>for example Social insurance register</source>
        <translation>例如：社保业务库</translation>
    </message>
    <message>
        <source>for example National collection</source>
        <translation>例如：部级汇聚库</translation>
    </message>
    <message>
        <source>There is a source with this name already.</source>
        <translation>已有同名的源数据库。</translation>
    </message>
    <message>
        <source>There is a target with this name already.</source>
        <translation>已有同名的目标数据库。</translation>
    </message>
    <message>
        <source>Name or address of the server, or the folder of its Unix socket. Standby servers follow with commas: the one that is the primary is used.</source>
        <translation>服务器的名称或地址，或其 Unix 套接字所在目录。备用服务器用逗号接在后面：使用其中的主库。</translation>
    </message>
    <message>
        <source>MariaDB 10.5 or MySQL 5.6, and later. MySQL was run against 5.6; 5.7, 8.0 and later were not run against a real server.</source>
        <translation>MariaDB 10.5、MySQL 5.6 及以上版本。MySQL 已在真实的 5.6 服务器上运行验证；5.7、8.0 及以上版本未在真实服务器上运行过。</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>The node connects with what is typed; nothing is kept</source>
        <translation>节点用所填内容连接一次；不保存任何内容</translation>
    </message>
    <message>
        <source>a file with mode 0600, or below a password for the vault</source>
        <translation>权限为 0600 的文件；或在下方填写存入密钥库的口令</translation>
    </message>
    <message>
        <source>The node has reached it and read the list of tables.</source>
        <translation>节点已连上该数据库，并读取了表清单。</translation>
    </message>
</context>
<context>
    <name>busheng::DatabaseModel</name>
    <message>
        <source>nothing yet</source>
        <translation>尚未使用</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>数据库</translation>
    </message>
    <message>
        <source>Location</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>用于</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>源</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>%1 in use: %2</source>
        <translation>%1（正在使用）：%2</translation>
    </message>
    <message>
        <source>Other database (ODBC)</source>
        <translation>其他数据库（ODBC）</translation>
    </message>
</context>
<context>
    <name>busheng::DatabasesPage</name>
    <message>
        <source>The least rights that the database user needs, as SQL to copy or to run</source>
        <translation>数据库用户所需的最小权限，可复制 SQL 或直接执行</translation>
    </message>
    <message>
        <source>%1 has no users</source>
        <translation>%1 没有用户</translation>
    </message>
    <message>
        <source>Remove &quot;%1&quot; from the register?</source>
        <translation>从登记中移除“%1”？</translation>
    </message>
    <message>
        <source>The database itself stays as it is. What is still used is not removed.</source>
        <translation>数据库本身不受影响。仍在使用的不会被移除。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Sources and targets</source>
        <translation>源数据库与目标数据库</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Register source…</source>
        <translation>登记源…</translation>
    </message>
    <message>
        <source>Register target…</source>
        <translation>登记目标…</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>修改…</translation>
    </message>
    <message>
        <source>Check…</source>
        <translation>检查…</translation>
    </message>
    <message>
        <source>What stands in the way of publishing or loading tables; changes nothing</source>
        <translation>发布或装载表有哪些障碍；不做任何更改</translation>
    </message>
    <message>
        <source>Rights…</source>
        <translation>权限…</translation>
    </message>
    <message>
        <source>No databases yet</source>
        <translation>尚未登记数据库</translation>
    </message>
    <message>
        <source>Register the database whose tables this node publishes as a source, and the one that receives rows as a target.</source>
        <translation>把本节点要发布其表的数据库登记为源，把接收数据的数据库登记为目标。</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>No database has this text in its name, kind or location.</source>
        <translation>没有数据库的名称、类别或位置含有此文字。</translation>
    </message>
    <message>
        <source>Tables…</source>
        <translation>表…</translation>
    </message>
    <message>
        <source>What tables it has, and their columns</source>
        <translation>有哪些表，各有哪些列</translation>
    </message>
    <message>
        <source>Password…</source>
        <translation>口令…</translation>
    </message>
    <message>
        <source>Kept in the node&apos;s vault: set another one, try it, or take it out</source>
        <translation>存放在节点的密钥库中：可更换、试用或取出</translation>
    </message>
</context>
<context>
    <name>busheng::DatasetForm</name>
    <message>
        <source>Change a dataset</source>
        <translation>修改数据集</translation>
    </message>
    <message>
        <source>Publish a dataset</source>
        <translation>发布数据集</translation>
    </message>
    <message>
        <source>under this name others subscribe to it</source>
        <translation>其他节点以此名称订阅</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>源</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>表</translation>
    </message>
    <message>
        <source>May subscribe</source>
        <translation>允许订阅</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>发布</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>There is no source yet: register one on the page of databases first.</source>
        <translation>尚无源数据库：请先在“数据库”页登记。</translation>
    </message>
    <message>
        <source>There is a dataset with this name already.</source>
        <translation>已有同名的数据集。</translation>
    </message>
    <message>
        <source>On application: every linked node sees it, and nobody has rows without an approval</source>
        <translation>需申请：各已连接节点可见，未经批准任何节点都得不到数据</translation>
    </message>
    <message>
        <source>what the catalogue calls it</source>
        <translation>目录中的名称</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>whom applicants may ask</source>
        <translation>申请方可联系何人</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>联系方式</translation>
    </message>
    <message>
        <source>for example person.id_card, person.phone</source>
        <translation>例如 person.id_card, person.phone</translation>
    </message>
    <message>
        <source>Sensitive columns</source>
        <translation>敏感列</translation>
    </message>
    <message>
        <source>as their columns say; or for example *=gb18030, p.person.name=utf8</source>
        <translation>与列的声明一致；否则例如 *=gb18030, p.person.name=utf8</translation>
    </message>
    <message>
        <source>Texts are really in</source>
        <translation>文本实际编码</translation>
    </message>
    <message>
        <source>what its rows are, and what they are not</source>
        <translation>包含哪些数据，不包含哪些</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>how fresh its rows are, for example within a minute, every night</source>
        <translation>数据多新，例如一分钟之内、每夜</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>更新频率</translation>
    </message>
    <message>
        <source>Columns that hold the bytes of another encoding than they say (in MariaDB in latin1; in SQLite; in PostgreSQL where the database is in LATIN1 or SQL_ASCII): a column, a table or * for all, and gb18030, big5 or utf8</source>
        <translation>实际存放的编码与声明不同的列（MariaDB 中声明为 latin1 的列；SQLite；数据库为 LATIN1 或 SQL_ASCII 的 PostgreSQL）：写某一列、某个表，或用 * 表示全部，以及 gb18030、big5 或 utf8</translation>
    </message>
    <message>
        <source>values travel with their rows; or for example public.document.scan</source>
        <translation>值随行传送；或如 public.document.scan</translation>
    </message>
    <message>
        <source>Columns of type bytea, text or character varying whose values travel in pieces behind their rows, up to 1 GiB each, instead of with them: table.column, several separated by commas. PostgreSQL 15 or later, by its log. The target&apos;s table needs these columns.</source>
        <translation>类型为 bytea、text 或 character varying 的列，其值不随行传送，而是在行之后分块传送，每个值最大 1 GiB：写作“表.列”，多个以逗号分隔。需 PostgreSQL 15 或更高版本，并采用日志路线。目标表中须有这些列。</translation>
    </message>
    <message>
        <source>Large columns</source>
        <translation>大字段列</translation>
    </message>
</context>
<context>
    <name>busheng::DecisionForm</name>
    <message>
        <source>Decide an application</source>
        <translation>审批申请</translation>
    </message>
    <message>
        <source>Node %1 applies for dataset %2</source>
        <translation>节点 %1 申请数据集 %2</translation>
    </message>
    <message>
        <source>Purpose</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Legal basis</source>
        <translation>法律依据</translation>
    </message>
    <message>
        <source>Applied by</source>
        <translation>申请人</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>有效期至</translation>
    </message>
    <message>
        <source>needed to refuse; seen by the applicant</source>
        <translation>不予批准时必填；申请方可见</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>批准</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>不予批准</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>The columns of the dataset are not known: its source could not be read yet.</source>
        <translation>尚不知道该数据集有哪些列：还未能读取其源库。</translation>
    </message>
    <message>
        <source>Tick what is approved, or refuse.</source>
        <translation>勾选予以批准的内容，或不予批准。</translation>
    </message>
    <message>
        <source>The validity must end in the future.</source>
        <translation>有效期须在今天之后。</translation>
    </message>
    <message>
        <source>%1 · a part of what was applied for</source>
        <translation>%1 · 为所申请内容的一部分</translation>
    </message>
    <message>
        <source>Approve in part</source>
        <translation>部分批准</translation>
    </message>
</context>
<context>
    <name>busheng::DescribedColumnModel</name>
    <message>
        <source>key</source>
        <translation>主键</translation>
    </message>
    <message>
        <source>must be there</source>
        <translation>不可为空</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>主键</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>空值</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>默认值</translation>
    </message>
</context>
<context>
    <name>busheng::DifferenceCellModel</name>
    <message>
        <source>Field</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>源</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标</translation>
    </message>
</context>
<context>
    <name>busheng::DifferenceModel</name>
    <message>
        <source>missing</source>
        <translation>缺少</translation>
    </message>
    <message>
        <source>extra</source>
        <translation>多余</translation>
    </message>
    <message>
        <source>different</source>
        <translation>不同</translation>
    </message>
    <message>
        <source>At the target</source>
        <translation>目标端</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>主键</translation>
    </message>
    <message>
        <source>Fields that differ</source>
        <translation>不同的字段</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>区间</translation>
    </message>
    <message>
        <source>Rows are compared in ranges of keys; this is the number of the one it was found in.</source>
        <translation>数据行按主键区间比较；此为发现该行的区间编号。</translation>
    </message>
</context>
<context>
    <name>busheng::EndAgreementForm</name>
    <message>
        <source>Revoke</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Revoke an approval</source>
        <translation>撤销批准</translation>
    </message>
    <message>
        <source>Withdraw an application</source>
        <translation>撤回申请</translation>
    </message>
    <message>
        <source>From now on no rows of dataset %1 go to node %2. They wait; approved again they go on without a new load.</source>
        <translation>此后数据集 %1 的数据不再发往节点 %2，而是原处等待；再次批准后接着传，不重新装载。</translation>
    </message>
    <message>
        <source>Dataset %1 of node %2 is needed no more. This is final: to have it again is another application.</source>
        <translation>不再需要节点 %2 的数据集 %1。撤回不可恢复：再要使用须另行申请。</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>busheng::ExceptionModel</name>
    <message>
        <source>open</source>
        <translation>待处理</translation>
    </message>
    <message>
        <source>resolved</source>
        <translation>已解决</translation>
    </message>
    <message>
        <source>dismissed</source>
        <translation>已忽略</translation>
    </message>
    <message>
        <source>settled by policy</source>
        <translation>按策略处理</translation>
    </message>
    <message>
        <source>conflict</source>
        <translation>冲突</translation>
    </message>
    <message>
        <source>refused row</source>
        <translation>拒收的行</translation>
    </message>
    <message>
        <source>insert</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>update</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>repair</source>
        <translation>修复</translation>
    </message>
    <message>
        <source>initial load</source>
        <translation>初始装载</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>主键</translation>
    </message>
    <message>
        <source>Operation</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>次数</translation>
    </message>
</context>
<context>
    <name>busheng::ExchangeHistoryModel</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>何人</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>途径</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
</context>
<context>
    <name>busheng::ExchangePage</name>
    <message>
        <source>Import a signed request or decision</source>
        <translation>导入签名的申请或审批</translation>
    </message>
    <message>
        <source>Signed steps (*.json);;All files (*)</source>
        <translation>签名文件 (*.json);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Save the signed step</source>
        <translation>保存签名文件</translation>
    </message>
    <message>
        <source>Signed steps (*.json)</source>
        <translation>签名文件 (*.json)</translation>
    </message>
    <message>
        <source>Go on…</source>
        <translation>继续填写…</translation>
    </message>
    <message>
        <source>Decide…</source>
        <translation>审批…</translation>
    </message>
    <message>
        <source>Revoke…</source>
        <translation>撤销…</translation>
    </message>
    <message>
        <source>Withdraw…</source>
        <translation>撤回…</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Asked for</source>
        <translation>申请内容</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>已批准</translation>
    </message>
    <message>
        <source>Purpose</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Legal basis</source>
        <translation>法律依据</translation>
    </message>
    <message>
        <source>Delivery</source>
        <translation>送达</translation>
    </message>
    <message>
        <source>Discard a draft</source>
        <translation>丢弃草稿</translation>
    </message>
    <message>
        <source>Discard the draft about dataset %1?</source>
        <translation>丢弃关于数据集 %1 的草稿？</translation>
    </message>
    <message>
        <source>Nobody has seen it; what was filled in is lost.</source>
        <translation>尚无人看到；所填内容将丢失。</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>Agreements</source>
        <translation>协议</translation>
    </message>
    <message>
        <source>Details and history</source>
        <translation>详情与历史</translation>
    </message>
    <message>
        <source>Nothing is offered</source>
        <translation>没有可用的数据集</translation>
    </message>
    <message>
        <source>What peers publish for this node appears here, and what this node publishes on application or grants (page Overview).</source>
        <translation>对方节点向本节点发布的数据集列于此处，本节点需申请或已授予的数据集也在此处（在总览页发布）。</translation>
    </message>
    <message>
        <source>No agreements</source>
        <translation>尚无协议</translation>
    </message>
    <message>
        <source>Choose a dataset of another node in the catalogue and apply for it, or import a signed request file.</source>
        <translation>在目录中选择其他节点的数据集并申请，或导入签名的申请文件。</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Waiting for me</source>
        <translation>待我处理</translation>
    </message>
    <message>
        <source>In force</source>
        <translation>生效中</translation>
    </message>
    <message>
        <source>Which agreements</source>
        <translation>显示哪些协议</translation>
    </message>
    <message>
        <source>Apply…</source>
        <translation>申请…</translation>
    </message>
    <message>
        <source>Subscribe…</source>
        <translation>订阅…</translation>
    </message>
    <message>
        <source>Discard draft…</source>
        <translation>丢弃草稿…</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Save signed step…</source>
        <translation>保存签名文件…</translation>
    </message>
</context>
<context>
    <name>busheng::ExportFields</name>
    <message>
        <source>Source database</source>
        <translation>源数据库</translation>
    </message>
    <message>
        <source>all rows of a table</source>
        <translation>一个表的全部行</translation>
    </message>
    <message>
        <source>the rows of a query</source>
        <translation>一个查询的结果</translation>
    </message>
    <message>
        <source>Sent are</source>
        <translation>发送内容</translation>
    </message>
    <message>
        <source>for example public.person</source>
        <translation>例如 public.person</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>one SELECT; it is run read-only</source>
        <translation>一条 SELECT，以只读方式执行</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>查询</translation>
    </message>
    <message>
        <source>CSV</source>
        <translation>CSV</translation>
    </message>
    <message>
        <source>JSON Lines</source>
        <translation>JSON Lines</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>An apostrophe before what a spreadsheet would take for a formula</source>
        <translation>在电子表格会当作公式的内容前加撇号</translation>
    </message>
    <message>
        <source>Values as files of their own, above</source>
        <translation>大值另存为单独文件，超过</translation>
    </message>
    <message>
        <source>Largest value</source>
        <translation>最大值</translation>
    </message>
    <message>
        <source>There is no source database yet: register one first.</source>
        <translation>尚无源数据库：请先登记。</translation>
    </message>
    <message>
        <source>Write the query whose rows are sent.</source>
        <translation>请填写要发送其结果的查询。</translation>
    </message>
    <message>
        <source>Name the table whose rows are sent.</source>
        <translation>请填写要发送其数据的表。</translation>
    </message>
</context>
<context>
    <name>busheng::FailedFilesCard</name>
    <message>
        <source>Files that failed</source>
        <translation>失败的文件</translation>
    </message>
    <message>
        <source>Send again…</source>
        <translation>重传…</translation>
    </message>
    <message>
        <source>All of the task…</source>
        <translation>该任务的全部…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>busheng::FailuresPage</name>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>At the source before</source>
        <translation>源端原值</translation>
    </message>
    <message>
        <source>At the source now</source>
        <translation>源端现值</translation>
    </message>
    <message>
        <source>In the target</source>
        <translation>目标端</translation>
    </message>
    <message>
        <source>Packet</source>
        <translation>数据包</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Decided by</source>
        <translation>处理人</translation>
    </message>
    <message>
        <source>Send all open rows of &quot;%1&quot; again?</source>
        <translation>重新发送“%1”所有待处理的行？</translation>
    </message>
    <message>
        <source>The source sends them as they are now, in order with its changes. What the target refuses again is set aside again. Conflicts are decided one by one.</source>
        <translation>源端将按当前内容、与变更同序重新发送。目标再次拒收的行会再次搁置。冲突须逐条决定。</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>重新发送</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Take the row of the source?</source>
        <translation>采用源端的行？</translation>
    </message>
    <message>
        <source>Keep the row of the target?</source>
        <translation>保留目标端的行？</translation>
    </message>
    <message>
        <source>Source: %1
Target: %2</source>
        <translation>源端：%1
目标端：%2</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>已删除</translation>
    </message>
    <message>
        <source>not there</source>
        <translation>不存在</translation>
    </message>
    <message>
        <source>Take it</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>忽略</translation>
    </message>
    <message>
        <source>The row stays as it is in the target. Why?</source>
        <translation>该行在目标端保持现状。原因：</translation>
    </message>
    <message>
        <source>Rows not taken</source>
        <translation>未接收的行</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Tables that wait</source>
        <translation>等待的表</translation>
    </message>
    <message>
        <source>Subscription</source>
        <translation>订阅</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>open</source>
        <translation>待处理</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Older ones</source>
        <translation>更早的</translation>
    </message>
    <message>
        <source>Send all again…</source>
        <translation>全部重发…</translation>
    </message>
    <message>
        <source>Dismiss…</source>
        <translation>忽略…</translation>
    </message>
    <message>
        <source>Take the source&apos;s…</source>
        <translation>采用源端…</translation>
    </message>
    <message>
        <source>Keep the target&apos;s…</source>
        <translation>保留目标端…</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Writes what waits, in order; refused while the table does not fit</source>
        <translation>按顺序写入等待的变更；表结构不符时会被拒绝</translation>
    </message>
    <message>
        <source>Nothing waits</source>
        <translation>没有待处理事项</translation>
    </message>
    <message>
        <source>Rows that the target refuses or that were changed there appear here when the subscription sets them aside.</source>
        <translation>目标拒收或在目标中被改动的行，由订阅搁置后显示在此处。</translation>
    </message>
</context>
<context>
    <name>busheng::FileDifferenceModel</name>
    <message>
        <source>missing there</source>
        <translation>对方缺少</translation>
    </message>
    <message>
        <source>only there</source>
        <translation>仅对方有</translation>
    </message>
    <message>
        <source>different</source>
        <translation>不一致</translation>
    </message>
    <message>
        <source>late</source>
        <translation>迟到</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Size, sender</source>
        <translation>大小（发送方）</translation>
    </message>
    <message>
        <source>Size, receiver</source>
        <translation>大小（接收方）</translation>
    </message>
    <message>
        <source>First tried</source>
        <translation>首次尝试</translation>
    </message>
    <message>
        <source>Acknowledged</source>
        <translation>确认到达</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>尝试次数</translation>
    </message>
    <message>
        <source>not there</source>
        <translation>没有</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 字节</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
</context>
<context>
    <name>busheng::FileDifferencesCard</name>
    <message>
        <source>Tables (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>Reports (*.pdf)</source>
        <translation>报告 (*.pdf)</translation>
    </message>
    <message>
        <source>No differences</source>
        <translation>没有差异</translation>
    </message>
    <message>
        <source>Files that the sides do not have in common appear here.</source>
        <translation>双方不一致的文件显示在此处。</translation>
    </message>
    <message>
        <source>Nothing fits</source>
        <translation>没有符合条件的</translation>
    </message>
    <message>
        <source>Choose other kinds, or search for less.</source>
        <translation>请选择其他类别，或放宽搜索。</translation>
    </message>
    <message>
        <source>%1 files compared</source>
        <translation>已比较 %1 个文件</translation>
    </message>
    <message>
        <source>%1 not yet arrived</source>
        <translation>%1 个尚未到达</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1 个失败</translation>
    </message>
    <message>
        <source>the first %1 are listed</source>
        <translation>列出前 %1 条</translation>
    </message>
    <message>
        <source>Export the reconciliation</source>
        <translation>导出对账结果</translation>
    </message>
    <message>
        <source>%1 exported…</source>
        <translation>已导出 %1…</translation>
    </message>
    <message>
        <source>CSV…</source>
        <translation>CSV…</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Files that differ</source>
        <translation>不一致的文件</translation>
    </message>
    <message>
        <source>Both sides of the file</source>
        <translation>文件的双方情况</translation>
    </message>
    <message>
        <source>Send again…</source>
        <translation>重发…</translation>
    </message>
    <message>
        <source>The selected files that the receiver has not, or has otherwise; shows first what happens</source>
        <translation>重发所选的、对方缺少或不一致的文件；先显示将发生什么</translation>
    </message>
    <message>
        <source>Send all again…</source>
        <translation>全部重发…</translation>
    </message>
    <message>
        <source>All files that the receiver has not, or has otherwise; shows first what happens</source>
        <translation>重发对方缺少或不一致的全部文件；先显示将发生什么</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Export what is shown for a spreadsheet</source>
        <translation>将所显示的导出为表格</translation>
    </message>
    <message>
        <source>PDF…</source>
        <translation>PDF…</translation>
    </message>
    <message>
        <source>Export sums and the first files as a report</source>
        <translation>将汇总和前若干文件导出为报告</translation>
    </message>
    <message>
        <source>Sender</source>
        <translation>发送方</translation>
    </message>
    <message>
        <source>Receiver</source>
        <translation>接收方</translation>
    </message>
</context>
<context>
    <name>busheng::FileReconciliationModel</name>
    <message>
        <source>%1 files</source>
        <translation>%1 个文件</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>up to %1</source>
        <translation>截至 %1</translation>
    </message>
    <message>
        <source>Begun</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Compared</source>
        <translation>已比较</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>时间范围</translation>
    </message>
    <message>
        <source>Begun by</source>
        <translation>发起人</translation>
    </message>
</context>
<context>
    <name>busheng::FileReconciliationsPanel</name>
    <message>
        <source>Reconciliations of files</source>
        <translation>文件对账</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>时间范围</translation>
    </message>
    <message>
        <source>the last day</source>
        <translation>最近一天</translation>
    </message>
    <message>
        <source>the last 7 days</source>
        <translation>最近 7 天</translation>
    </message>
    <message>
        <source>the last 31 days</source>
        <translation>最近 31 天</translation>
    </message>
    <message>
        <source>the last 366 days</source>
        <translation>最近 366 天</translation>
    </message>
    <message>
        <source>everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Late after</source>
        <translation>迟到界限</translation>
    </message>
    <message>
        <source>nothing is late</source>
        <translation>不查迟到</translation>
    </message>
    <message>
        <source>What arrived later than this after its first try is named; choose it above what two clocks may differ</source>
        <translation>首次尝试后超过此时间才到达的将被列出；取值须大于两台机器的时钟差</translation>
    </message>
    <message>
        <source>Reconcile</source>
        <translation>开始对账</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>No files were reconciled yet</source>
        <translation>尚未对账文件</translation>
    </message>
    <message>
        <source>Both nodes&apos; records of a task are compared file by file: size, SM3 and time.</source>
        <translation>逐个文件比较双方节点对任务的记录：大小、SM3 与时间。</translation>
    </message>
    <message>
        <source>late after %1 min</source>
        <translation>超过 %1 分钟为迟到</translation>
    </message>
</context>
<context>
    <name>busheng::FileRowModel</name>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>最近时间</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
</context>
<context>
    <name>busheng::FileRunModel</name>
    <message>
        <source>received from %1</source>
        <translation>接收自 %1</translation>
    </message>
    <message>
        <source>sent to %1</source>
        <translation>发往 %1</translation>
    </message>
    <message>
        <source>files failed</source>
        <translation>有文件失败</translation>
    </message>
    <message>
        <source>%1 arrived, %2 had arrived before, %3 unchanged, %4 failed, %5 skipped</source>
        <translation>送达 %1，此前已送达 %2，未变化 %3，失败 %4，跳过 %5</translation>
    </message>
    <message>
        <source>Begun</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>送达</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
</context>
<context>
    <name>busheng::FileTaskModel</name>
    <message>
        <source>idle</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>排队</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>running</source>
        <translation>传输中</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>switched off</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>files failed</source>
        <translation>有文件失败</translation>
    </message>
    <message>
        <source>%1 arrived</source>
        <translation>送达 %1</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>失败 %1</translation>
    </message>
    <message>
        <source>%1 to be sent again</source>
        <translation>待重传 %1</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/秒</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从未运行</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Receiver</source>
        <translation>接收方</translation>
    </message>
    <message>
        <source>Starts</source>
        <translation>启动方式</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Files of the last run</source>
        <translation>最近一次的文件</translation>
    </message>
    <message>
        <source>Last run</source>
        <translation>最近运行</translation>
    </message>
    <message>
        <source>Next start</source>
        <translation>下次启动</translation>
    </message>
</context>
<context>
    <name>busheng::FindingModel</name>
    <message>
        <source>Nothing stands in the way</source>
        <translation>没有障碍</translation>
    </message>
</context>
<context>
    <name>busheng::FindingsDialog</name>
    <message>
        <source>Check %1</source>
        <translation>检查 %1</translation>
    </message>
    <message>
        <source>tables to publish, with commas between</source>
        <translation>要发布的表，以逗号分隔</translation>
    </message>
    <message>
        <source>tables to load, with commas between; empty: the database only</source>
        <translation>要装载的表，以逗号分隔；留空则只检查数据库</translation>
    </message>
    <message>
        <source>Dataset</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Tables that are missing are made by the initial load</source>
        <translation>缺少的表由初始装载建立</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>检查结果</translation>
    </message>
    <message>
        <source>Not checked yet</source>
        <translation>尚未检查</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Looking at the database…</source>
        <translation>正在检查数据库…</translation>
    </message>
    <message>
        <source>It could not be checked</source>
        <translation>未能检查</translation>
    </message>
    <message>
        <source>Ready: nothing stands in the way</source>
        <translation>已就绪：没有障碍</translation>
    </message>
    <message>
        <source>Errors: %1 · warnings: %2</source>
        <translation>错误：%1 · 警告：%2</translation>
    </message>
</context>
<context>
    <name>busheng::FirstStartWizard</name>
    <message>
        <source>At work…</source>
        <translation>正在处理…</translation>
    </message>
    <message>
        <source>&amp;Later</source>
        <translation>以后继续(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;To the console</source>
        <translation>进入控制台(&amp;T)</translation>
    </message>
    <message>
        <source>Busheng: first start</source>
        <translation>部省：首次启动</translation>
    </message>
    <message>
        <source>Busheng</source>
        <translation>部省</translation>
    </message>
    <message>
        <source>Data synchronization</source>
        <translation>数据同步</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>上一步(&amp;B)</translation>
    </message>
</context>
<context>
    <name>busheng::FlowCharts</name>
    <message>
        <source>Throughput</source>
        <translation>吞吐量</translation>
    </message>
    <message>
        <source>Lag</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>No throughput yet</source>
        <translation>暂无吞吐量</translation>
    </message>
    <message>
        <source>It is drawn as soon as rows flow.</source>
        <translation>有数据流动后即开始绘制。</translation>
    </message>
    <message>
        <source>Lag not known yet</source>
        <translation>延迟未知</translation>
    </message>
    <message>
        <source>It is measured with the first change that is applied.</source>
        <translation>首个变更应用后开始测量。</translation>
    </message>
    <message>
        <source>10 minutes</source>
        <translation>10 分钟</translation>
    </message>
    <message>
        <source>an hour</source>
        <translation>1 小时</translation>
    </message>
    <message>
        <source>a day</source>
        <translation>1 天</translation>
    </message>
    <message>
        <source>a week</source>
        <translation>1 周</translation>
    </message>
    <message>
        <source>Time that is shown</source>
        <translation>显示的时间</translation>
    </message>
    <message>
        <source>Of both charts. From an hour on: as the node has kept it, also while no console ran</source>
        <translation>两张曲线图共用。一小时及以上为节点所保存的记录，控制台未运行时也在记录</translation>
    </message>
</context>
<context>
    <name>busheng::FlowDetailsCard</name>
    <message>
        <source>%1 sealed from %2</source>
        <comment>sizes in bytes</comment>
        <translation>加密后 %1，原始 %2</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>提供方</translation>
    </message>
    <message>
        <source>Subscriber</source>
        <translation>订阅方</translation>
    </message>
    <message>
        <source>Dataset</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标数据库</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>源数据库</translation>
    </message>
    <message>
        <source>Stream</source>
        <translation>数据流</translation>
    </message>
    <message>
        <source>Rows loaded</source>
        <translation>已装载行数</translation>
    </message>
    <message>
        <source>Changes applied</source>
        <translation>已应用变更</translation>
    </message>
    <message>
        <source>Changes captured</source>
        <translation>已捕获变更</translation>
    </message>
    <message>
        <source>Packets applied</source>
        <translation>已应用数据包</translation>
    </message>
    <message>
        <source>Traffic</source>
        <translation>数据量</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>Accept rows…</source>
        <translation>接受现有行…</translation>
    </message>
    <message>
        <source>Go on with the rows as the quality check found them</source>
        <translation>按质量校验时的现状继续同步</translation>
    </message>
    <message>
        <source>Source&apos;s log</source>
        <translation>源端日志</translation>
    </message>
    <message>
        <source>%1, runs out in about %2</source>
        <translation>%1，约 %2 后耗尽</translation>
    </message>
    <message>
        <source>%1 kept</source>
        <comment>size in bytes</comment>
        <translation>保留 %1</translation>
    </message>
    <message>
        <source>Offline start</source>
        <translation>离线初始化</translation>
    </message>
    <message>
        <source>Quality gate</source>
        <translation>质量闸门</translation>
    </message>
</context>
<context>
    <name>busheng::FlowStagesCard</name>
    <message>
        <source>packet %1</source>
        <translation>第 %1 包</translation>
    </message>
    <message>
        <source>%1 waiting</source>
        <translation>等待 %1</translation>
    </message>
    <message>
        <source>Findings of the quality check</source>
        <translation>质量校验发现问题</translation>
    </message>
    <message>
        <source>Look at these findings before you rely on the data.</source>
        <translation>请先核实这些问题，再使用数据。</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>同步环节</translation>
    </message>
</context>
<context>
    <name>busheng::GateDialog</name>
    <message>
        <source>Quality gate of %1</source>
        <translation>%1 的质量闸门</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>for example: checked against the register; one row is mended at the source</source>
        <translation>例如：已与台账核对；一行待源端更正</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>签字通过</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>驳回</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>重新检查</translation>
    </message>
    <message>
        <source>Save report…</source>
        <translation>保存报告…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Save report</source>
        <translation>保存报告</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>Papers (*.pdf)</source>
        <translation>报告 (*.pdf)</translation>
    </message>
</context>
<context>
    <name>busheng::GateRuleModel</name>
    <message>
        <source>complete</source>
        <translation>完整</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Table at the target</source>
        <translation>目标表</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>What is asked</source>
        <translation>要求</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
</context>
<context>
    <name>busheng::GateRulesForm</name>
    <message>
        <source>Rules of the quality gate</source>
        <translation>质量闸门规则</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Take these rules</source>
        <translation>采用这些规则</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Add a rule</source>
        <translation>添加规则</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation>从文件读取…</translation>
    </message>
    <message>
        <source>Into a file…</source>
        <translation>存入文件…</translation>
    </message>
    <message>
        <source>Rules from a file</source>
        <translation>从文件读取规则</translation>
    </message>
    <message>
        <source>Rules into a file</source>
        <translation>规则存入文件</translation>
    </message>
    <message>
        <source>Rules (*.json)</source>
        <translation>规则 (*.json)</translation>
    </message>
    <message>
        <source>There are no rules yet. Each is asked of the rows that were loaded; Insert adds one, Delete removes one.</source>
        <translation>还没有规则。每条规则都对已装载的数据进行检查；按 Insert 添加，按 Delete 删除。</translation>
    </message>
    <message>
        <source>Columns are written one after the other with commas between.</source>
        <translation>多列之间用逗号分隔。</translation>
    </message>
    <message>
        <source>Choose a rule to change it; Insert adds one, Delete removes one.</source>
        <translation>选择一条规则进行修改；按 Insert 添加，按 Delete 删除。</translation>
    </message>
</context>
<context>
    <name>busheng::IdentityStep</name>
    <message>
        <source>%1, valid until %2, issued by %3</source>
        <translation>%1，有效期至 %2，签发者 %3</translation>
    </message>
    <message>
        <source>not there yet</source>
        <translation>尚无</translation>
    </message>
    <message>
        <source>requested, not there yet</source>
        <translation>已申请，尚未收到</translation>
    </message>
    <message>
        <source>Where the request files are copied to</source>
        <translation>申请文件复制到何处</translation>
    </message>
    <message>
        <source>What the authority answered</source>
        <translation>证书机构的答复文件</translation>
    </message>
    <message>
        <source>Identity</source>
        <translation>身份</translation>
    </message>
    <message>
        <source>By what do peers know this node?</source>
        <translation>对方凭什么认出本节点？</translation>
    </message>
    <message>
        <source>By two certificates of an authority that they trust too: one for the TLS channel, and one with an SM2 key for the identity inside it.</source>
        <translation>凭双方都信任的证书机构签发的两份证书：一份用于 TLS 通道，一份使用 SM2 密钥，用于通道内的身份鉴别。</translation>
    </message>
    <message>
        <source>The authority&apos;s answer is missing. &quot;Later&quot; keeps everything; the console goes on here.</source>
        <translation>尚缺证书机构的答复。点“以后继续”保留一切，下次从此处接着做。</translation>
    </message>
    <message>
        <source>&amp;Start the node</source>
        <translation>启动节点(&amp;S)</translation>
    </message>
    <message>
        <source>SHA-256 of the first</source>
        <translation>第一份的 SHA-256</translation>
    </message>
    <message>
        <source>SHA-256 of the second</source>
        <translation>第二份的 SHA-256</translation>
    </message>
    <message>
        <source>Make them &amp;anew…</source>
        <translation>重新生成(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Make the request files</source>
        <translation>生成申请文件(&amp;M)</translation>
    </message>
    <message>
        <source>Channel (TLS)</source>
        <translation>通道（TLS）</translation>
    </message>
    <message>
        <source>Identity (SM2)</source>
        <translation>身份（SM2）</translation>
    </message>
    <message>
        <source>Revocation lists</source>
        <translation>吊销列表</translation>
    </message>
    <message>
        <source>%1 files</source>
        <translation>%1 个文件</translation>
    </message>
    <message>
        <source>none: without them no link opens</source>
        <translation>尚无：没有吊销列表则不能接通任何链路</translation>
    </message>
    <message>
        <source>New request files</source>
        <translation>重新生成申请文件</translation>
    </message>
    <message>
        <source>Make new request files?</source>
        <translation>重新生成申请文件？</translation>
    </message>
    <message>
        <source>The keys of those under way are lost; certificates that an authority issues for them cannot be used any more.</source>
        <translation>已生成的密钥将作废；证书机构据原申请签发的证书将无法使用。</translation>
    </message>
    <message>
        <source>Make them anew</source>
        <translation>重新生成</translation>
    </message>
    <message>
        <source>Both files are in %1. Carry them to the authority, and tell it the SHA-256 of each by another way.</source>
        <translation>两个文件已复制到 %1。请送交证书机构，并通过另一途径告知各自的 SHA-256。</translation>
    </message>
    <message>
        <source>1  Ask the authority</source>
        <translation>1  向证书机构申请</translation>
    </message>
    <message>
        <source>Two pairs of keys are made on this computer; the private ones never leave it. Only the two request files travel to the authority.</source>
        <translation>在本机生成两对密钥，私钥不离开本机；只有两个申请文件送交证书机构。</translation>
    </message>
    <message>
        <source>&amp;Organization</source>
        <translation>单位(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Copy both to…</source>
        <translation>复制到(&amp;C)…</translation>
    </message>
    <message>
        <source>2  Take over its answer</source>
        <translation>2  导入答复</translation>
    </message>
    <message>
        <source>Choose &amp;files…</source>
        <translation>选择文件(&amp;F)…</translation>
    </message>
    <message>
        <source>Make the request files first, or choose a certificate that comes with its key.</source>
        <translation>请先生成请求文件，或选择带私钥的证书。</translation>
    </message>
    <message>
        <source>Certificate with its key</source>
        <translation>带私钥的证书</translation>
    </message>
    <message>
        <source>Passphrase of the PKCS#12 file</source>
        <translation>PKCS#12 文件的口令</translation>
    </message>
    <message>
        <source>Choose all files that came back, in any order: the certificates, the authorities&apos; own, their revocation lists, and the key for encryption when there is one. A certificate that comes with its key in one file (.p12, .pfx) needs no request.</source>
        <translation>请选择收到的全部文件，顺序不限：证书、各级机构证书、其吊销列表，以及加密密钥（如有）。带私钥的证书文件（.p12、.pfx）无需请求文件。</translation>
    </message>
</context>
<context>
    <name>busheng::KeyValueList</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>busheng::LedgerCheckDialog</name>
    <message>
        <source>Check the ledger</source>
        <translation>校验流水</translation>
    </message>
    <message>
        <source>Export the ledger</source>
        <translation>导出流水</translation>
    </message>
    <message>
        <source>Sealing the ledger…</source>
        <translation>正在封签流水…</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>%1 lines</source>
        <translation>%1 行</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>The ledger could not be checked.</source>
        <translation>流水未能校验。</translation>
    </message>
    <message>
        <source>The ledger was not exported.</source>
        <translation>流水未能导出。</translation>
    </message>
    <message>
        <source>The ledger is whole: nothing was changed, left out or moved.</source>
        <translation>流水完整：没有改动、缺失或移位。</translation>
    </message>
    <message>
        <source>The ledger is not as it should be.</source>
        <translation>流水与应有的不符。</translation>
    </message>
    <message>
        <source>It stands in %1</source>
        <translation>保存在 %1</translation>
    </message>
</context>
<context>
    <name>busheng::LedgerModel</name>
    <message>
        <source>Line</source>
        <translation>行号</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>Peer</source>
        <translation>对方节点</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Stream, file or key</source>
        <translation>数据流、文件或密钥</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>变更数</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
</context>
<context>
    <name>busheng::LedgerPage</name>
    <message>
        <source>line %1</source>
        <translation>第 %1 行</translation>
    </message>
    <message>
        <source>What</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Stream</source>
        <translation>数据流</translation>
    </message>
    <message>
        <source>Transactions, changes</source>
        <translation>事务数，变更数</translation>
    </message>
    <message>
        <source>Positions</source>
        <translation>位点</translation>
    </message>
    <message>
        <source>Size, sealed</source>
        <translation>原始大小，密封后</translation>
    </message>
    <message>
        <source>Sealed with</source>
        <translation>密封套件</translation>
    </message>
    <message>
        <source>key epoch %1</source>
        <translation>密钥第 %1 期</translation>
    </message>
    <message>
        <source>Asked for by</source>
        <translation>操作人</translation>
    </message>
    <message>
        <source>Digest</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>Signed by</source>
        <translation>签名密钥</translation>
    </message>
    <message>
        <source>Chain</source>
        <translation>链值</translation>
    </message>
    <message>
        <source>%1 lines</source>
        <translation>%1 行</translation>
    </message>
    <message>
        <source>%1 found; searched back to line %2…</source>
        <translation>已找到 %1 行；已查至第 %2 行…</translation>
    </message>
    <message>
        <source>%1 found back to line %2; scroll on for more</source>
        <translation>至第 %2 行找到 %1 行；向下滚动继续</translation>
    </message>
    <message>
        <source>%1 found</source>
        <translation>找到 %1 行</translation>
    </message>
    <message>
        <source>Export the ledger</source>
        <translation>导出流水</translation>
    </message>
    <message>
        <source>Ledger (*.jsonl)</source>
        <translation>流水 (*.jsonl)</translation>
    </message>
    <message>
        <source>all peers</source>
        <translation>全部节点</translation>
    </message>
    <message>
        <source>Peer</source>
        <translation>对方节点</translation>
    </message>
    <message>
        <source>all kinds</source>
        <translation>全部类型</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>all outcomes</source>
        <translation>全部结果</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>any time</source>
        <translation>任何时间</translation>
    </message>
    <message>
        <source>the last hour</source>
        <translation>最近一小时</translation>
    </message>
    <message>
        <source>the last 24 hours</source>
        <translation>最近 24 小时</translation>
    </message>
    <message>
        <source>the last 7 days</source>
        <translation>最近 7 天</translation>
    </message>
    <message>
        <source>the last 31 days</source>
        <translation>最近 31 天</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Ledger</source>
        <translation>传输流水</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Number, file or digest</source>
        <translation>序号、文件名或摘要</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Check…</source>
        <translation>校验…</translation>
    </message>
    <message>
        <source>Whether a line was changed, left out or moved</source>
        <translation>是否有行被改动、缺失或移位</translation>
    </message>
    <message>
        <source>Export signed…</source>
        <translation>签名导出…</translation>
    </message>
    <message>
        <source>Its life</source>
        <translation>追溯</translation>
    </message>
    <message>
        <source>All lines that speak of this packet, file or key</source>
        <translation>与此数据包、文件或密钥有关的全部行</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Nothing has crossed yet</source>
        <translation>尚无传输</translation>
    </message>
    <message>
        <source>Each packet and file that is sent or received has its line here, with its digest.</source>
        <translation>每个发送或接收的数据包和文件在此各占一行，并附摘要。</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>No line of the ledger fits what is chosen above.</source>
        <translation>流水中没有符合上述条件的行。</translation>
    </message>
</context>
<context>
    <name>busheng::LinkForm</name>
    <message>
        <source>without limit</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/秒</translation>
    </message>
    <message>
        <source>Not understood. For example: 8MiB/s, mon-fri 08:30-18:00 2MiB/s, 22:00-06:00 unlimited</source>
        <translation>无法识别。示例：8MiB/s, mon-fri 08:30-18:00 2MiB/s, 22:00-06:00 unlimited</translation>
    </message>
    <message>
        <source>Always %1</source>
        <translation>始终 %1</translation>
    </message>
    <message>
        <source>Now %1; in the next 24 hours from %2 to %3</source>
        <translation>当前 %1；未来 24 小时内 %2 至 %3</translation>
    </message>
    <message>
        <source>Sending, at most</source>
        <translation>发送限速</translation>
    </message>
    <message>
        <source>Receiving, at most</source>
        <translation>接收限速</translation>
    </message>
    <message>
        <source>Change a link</source>
        <translation>修改链路</translation>
    </message>
    <message>
        <source>Register a peer</source>
        <translation>登记对方节点</translation>
    </message>
    <message>
        <source>GB/T 2260, for example 340000 or 340000-LWJC</source>
        <translation>GB/T 2260 代码，例如 340000 或 340000-LWJC</translation>
    </message>
    <message>
        <source>Node code</source>
        <translation>节点代码</translation>
    </message>
    <message>
        <source>for people, for example Anhui</source>
        <translation>供人识别，例如 安徽省人社厅</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>host:port, several with commas; empty: it dials us</source>
        <translation>主机:端口，多个用逗号分隔；留空则由对方拨入</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>The link is used</source>
        <translation>启用此链路</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>登记</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Whose node is it?</source>
        <translation>请填写对方节点代码。</translation>
    </message>
    <message>
        <source>The code is six digits of GB/T 2260; behind a &apos;-&apos; may follow a system&apos;s initials.</source>
        <translation>代码为 GB/T 2260 六位数字；其后可加“-”和系统首字母。</translation>
    </message>
    <message>
        <source>That is this node itself.</source>
        <translation>这是本节点自身。</translation>
    </message>
    <message>
        <source>That node is registered already.</source>
        <translation>该节点已登记。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no address like 10.34.0.8:7400 or [::1]:7400.</source>
        <translation>“%1”不是形如 10.34.0.8:7400 或 [::1]:7400 的地址。</translation>
    </message>
    <message>
        <source>A limit is not understood.</source>
        <translation>限速的写法无法识别。</translation>
    </message>
    <message>
        <source>a code that GB/T 2260 does not know</source>
        <translation>GB/T 2260 中没有的代码</translation>
    </message>
    <message>
        <source>The peer may subscribe to datasets of this node that are granted to it</source>
        <translation>对方可订阅授权给它的本节点数据集</translation>
    </message>
    <message>
        <source>This node may subscribe to the peer&apos;s datasets</source>
        <translation>本节点可订阅对方的数据集</translation>
    </message>
    <message>
        <source>File tasks of this node may send to the peer</source>
        <translation>本节点的文件任务可向对方发送</translation>
    </message>
    <message>
        <source>File tasks of the peer may send to this node</source>
        <translation>对方的文件任务可向本节点发送</translation>
    </message>
    <message>
        <source>May cross it</source>
        <translation>允许通过</translation>
    </message>
</context>
<context>
    <name>busheng::LinkKeyModel</name>
    <message>
        <source>the first one</source>
        <translation>首个密钥</translation>
    </message>
    <message>
        <source>enough packets</source>
        <translation>包数已满</translation>
    </message>
    <message>
        <source>enough data</source>
        <translation>数据量已满</translation>
    </message>
    <message>
        <source>its age</source>
        <translation>到期</translation>
    </message>
    <message>
        <source>asked for</source>
        <translation>人工要求</translation>
    </message>
    <message>
        <source>another suite</source>
        <translation>套件变更</translation>
    </message>
    <message>
        <source>the peer made it</source>
        <translation>对方生成</translation>
    </message>
    <message>
        <source>%1 by %2</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Peer</source>
        <translation>对方节点</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>期次</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Suite</source>
        <translation>套件</translation>
    </message>
    <message>
        <source>Packets</source>
        <translation>数据包</translation>
    </message>
    <message>
        <source>Sealed</source>
        <translation>密封量</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>生成时间</translation>
    </message>
    <message>
        <source>In use since</source>
        <translation>启用时间</translation>
    </message>
    <message>
        <source>Retired</source>
        <translation>退役时间</translation>
    </message>
    <message>
        <source>Wiped</source>
        <translation>销毁时间</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation>指纹</translation>
    </message>
</context>
<context>
    <name>busheng::LinkModel</name>
    <message>
        <source>Connected</source>
        <translation>已连接</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>未连接</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>dials this node</source>
        <translation>由对方发起连接</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>加密套件</translation>
    </message>
    <message>
        <source>Certificate subject</source>
        <translation>证书主体</translation>
    </message>
    <message>
        <source>Connected since</source>
        <translation>连接时间</translation>
    </message>
    <message>
        <source>Over the standby line</source>
        <translation>走备线路</translation>
    </message>
</context>
<context>
    <name>busheng::LinksPage</name>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Peer certificate</source>
        <translation>对方证书</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>加密套件</translation>
    </message>
    <message>
        <source>Peer address</source>
        <translation>对方地址</translation>
    </message>
    <message>
        <source>Configured address</source>
        <translation>配置地址</translation>
    </message>
    <message>
        <source>Connected since</source>
        <translation>连接时间</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>链路</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>No links yet</source>
        <translation>尚无链路</translation>
    </message>
    <message>
        <source>A link joins this node to another one. Both ends register each other by node code and check each other&apos;s certificate.</source>
        <translation>链路连接本节点与另一节点。双方按节点代码相互登记，并相互校验证书。</translation>
    </message>
    <message>
        <source>without limit</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/秒</translation>
    </message>
    <message>
        <source>now %1 (%2)</source>
        <translation>当前 %1（%2）</translation>
    </message>
    <message>
        <source>Switch off…</source>
        <translation>停用…</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>Switch off a link</source>
        <translation>停用链路</translation>
    </message>
    <message>
        <source>Switch off the link to %1?</source>
        <translation>停用到 %1 的链路？</translation>
    </message>
    <message>
        <source>Nothing is sent or received until it is switched on again; then everything goes on where it was.</source>
        <translation>重新启用之前不收不发；启用后从原处继续。</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Remove the link to %1?</source>
        <translation>移除到 %1 的链路？</translation>
    </message>
    <message>
        <source>A link that subscriptions or tasks use is not removed.</source>
        <translation>仍被订阅或任务使用的链路不会被移除。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Receiving</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>No link has this text in its peer, address or certificate.</source>
        <translation>没有链路的节点、地址或证书包含此文字。</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Register peer…</source>
        <translation>登记节点…</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>修改…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>移除…</translation>
    </message>
    <message>
        <source>Line in use</source>
        <translation>所用线路</translation>
    </message>
</context>
<context>
    <name>busheng::MainWindow</name>
    <message>
        <source>Links</source>
        <translation>链路</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>总览</translation>
    </message>
    <message>
        <source>valid until %1</source>
        <translation>有效期至 %1</translation>
    </message>
    <message>
        <source>Busheng</source>
        <translation>部省</translation>
    </message>
    <message>
        <source>Does not listen</source>
        <translation>未监听</translation>
    </message>
    <message>
        <source>Listens on %1</source>
        <translation>监听 %1</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>版本 %1</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Engine not reachable</source>
        <translation>引擎无法连接</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>正在连接…</translation>
    </message>
    <message>
        <source>Engine running</source>
        <translation>引擎运行中</translation>
    </message>
    <message>
        <source>Data synchronization</source>
        <translation>数据同步</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Close window</source>
        <translation>关闭窗口(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Quit and stop synchronization</source>
        <translation>退出并停止同步(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>查看(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>Language of the system</source>
        <translation>跟随系统语言</translation>
    </message>
    <message>
        <source>Theme of the system</source>
        <translation>跟随系统主题</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;About Busheng</source>
        <translation>关于部省(&amp;A)</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Quit and stop synchronization?</source>
        <translation>退出并停止同步？</translation>
    </message>
    <message>
        <source>This desktop has no tray where the console could stay while its window is closed. After quitting, work continues from the last checkpoint at the next start.</source>
        <translation>当前桌面没有系统托盘，关闭窗口后控制台无法在后台驻留。退出后，下次启动将从最近的断点继续。</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Minimize</source>
        <translation>最小化</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>About Busheng</source>
        <translation>关于部省</translation>
    </message>
    <message>
        <source>Busheng %1</source>
        <translation>部省 %1</translation>
    </message>
    <message>
        <source>Synchronizes data between the Ministry of Human Resources and Social Security and the provinces.

Free software under the GNU General Public License, version 3 or later.</source>
        <translation>人力资源和社会保障部与各省之间的数据同步。

自由软件，遵循 GNU 通用公共许可证第 3 版或更高版本。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Databases</source>
        <translation>数据库</translation>
    </message>
    <message>
        <source>Reconciliation</source>
        <translation>对账</translation>
    </message>
    <message>
        <source>Failures</source>
        <translation>故障处理</translation>
    </message>
    <message>
        <source>File tasks</source>
        <translation>文件任务</translation>
    </message>
    <message>
        <source>Ledger</source>
        <translation>传输流水</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>Security</source>
        <translation>安全</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>复核</translation>
    </message>
    <message>
        <source>Nobody has signed in</source>
        <translation>尚无人登录</translation>
    </message>
    <message>
        <source>Exchange</source>
        <translation>交换</translation>
    </message>
</context>
<context>
    <name>busheng::MappingColumnModel</name>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Type there</source>
        <translation>目标端类型</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>%1 · key</source>
        <translation>%1 · 主键</translation>
    </message>
    <message>
        <source>Source column</source>
        <translation>源端列</translation>
    </message>
    <message>
        <source>Target column</source>
        <translation>目标端列</translation>
    </message>
</context>
<context>
    <name>busheng::MappingDialog</name>
    <message>
        <source>Search tables and columns</source>
        <translation>搜索表和列</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Tables that the dataset gets later come too</source>
        <translation>数据集以后增加的表也订阅</translation>
    </message>
    <message>
        <source>Columns of the table</source>
        <translation>该表的列</translation>
    </message>
    <message>
        <source>Columns that the table gets later come too</source>
        <translation>该表以后增加的列也订阅</translation>
    </message>
    <message>
        <source>What the target says of it</source>
        <translation>目标库的意见</translation>
    </message>
    <message>
        <source>Tables and columns of %1</source>
        <translation>%1 的表和列</translation>
    </message>
    <message>
        <source>Mapping of %1</source>
        <translation>%1 的映射</translation>
    </message>
    <message>
        <source>as at the source</source>
        <translation>与源端相同</translation>
    </message>
    <message>
        <source>For tables whose own name says none</source>
        <translation>用于名称中未写模式的表</translation>
    </message>
    <message>
        <source>Schema at the target</source>
        <translation>目标端模式</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>Save and load anew…</source>
        <translation>保存并重新装载…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Check all tables</source>
        <translation>检查所有表</translation>
    </message>
    <message>
        <source>Asking the source for its tables…</source>
        <translation>正在向源端询问表结构…</translation>
    </message>
    <message>
        <source>The tables are not known</source>
        <translation>表结构未知</translation>
    </message>
    <message>
        <source>It fits the target&apos;s table.</source>
        <translation>与目标端的表相符。</translation>
    </message>
    <message>
        <source>This would be run at the target:</source>
        <translation>将在目标库执行：</translation>
    </message>
    <message>
        <source>Tables: %1 of %2</source>
        <translation>表：%1 / %2</translation>
    </message>
    <message>
        <source>no longer at the source, and dropped: %1</source>
        <translation>源端已不存在，将去掉：%1</translation>
    </message>
    <message>
        <source>at least one table is needed</source>
        <translation>至少需要一张表</translation>
    </message>
    <message>
        <source>Save, and load &quot;%1&quot; anew?</source>
        <translation>保存，并重新装载“%1”？</translation>
    </message>
    <message>
        <source>The rows in the target are replaced by those of the source, as another stream; until that is done the target is not whole. Tables under former names stay there as they are.</source>
        <translation>目标端的行将由源端的行替换，作为另一条流；完成之前目标端内容不完整。原名称的表原样保留。</translation>
    </message>
    <message>
        <source>Save and load anew</source>
        <translation>保存并重新装载</translation>
    </message>
    <message>
        <source>%1: two columns would be called %2</source>
        <translation>%1：有两列将同名 %2</translation>
    </message>
    <message>
        <source>Leave without saving?</source>
        <translation>不保存就离开吗？</translation>
    </message>
    <message>
        <source>What was changed in this mapping is lost. The subscription stays as it is.</source>
        <translation>对此映射所作的更改将丢失，订阅保持不变。</translation>
    </message>
    <message>
        <source>Leave without saving</source>
        <translation>不保存并离开</translation>
    </message>
</context>
<context>
    <name>busheng::MappingTableModel</name>
    <message>
        <source>left out</source>
        <translation>不订阅</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>原样</translation>
    </message>
    <message>
        <source>%1 of %2 columns</source>
        <translation>%1 / %2 列</translation>
    </message>
    <message>
        <source>these columns only</source>
        <translation>仅限这些列</translation>
    </message>
    <message>
        <source>%1 under other names</source>
        <translation>%1 列改名</translation>
    </message>
    <message>
        <source>some rows</source>
        <translation>部分行</translation>
    </message>
    <message>
        <source>another table name</source>
        <translation>表改名</translation>
    </message>
    <message>
        <source>What is other</source>
        <translation>改动</translation>
    </message>
    <message>
        <source>Source table</source>
        <translation>源端表</translation>
    </message>
    <message>
        <source>Target table</source>
        <translation>目标端表</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
</context>
<context>
    <name>busheng::NameField</name>
    <message>
        <source>%1, system %2, %3</source>
        <translation>%1，应用系统 %2，%3</translation>
    </message>
    <message>
        <source>%1, system %2, %3, part %4</source>
        <translation>%1，应用系统 %2，%3，第 %4 个分割文件</translation>
    </message>
    <message>
        <source>%1 reports %2 to the ministry</source>
        <translation>%1上报%2数据</translation>
    </message>
    <message>
        <source>The ministry issues %1 to %2</source>
        <translation>部下发%1数据至%2</translation>
    </message>
    <message>
        <source>Allowed, but neither UNIT_SYSTEM数据上报 nor 部_SYSTEM数据下发_UNIT</source>
        <translation>可以使用，但不符合“单位_系统数据上报”或“部_系统数据下发_单位”</translation>
    </message>
    <message>
        <source>%1 of %2 bytes</source>
        <translation>%1 / %2 字节</translation>
    </message>
    <message>
        <source>Character %1: %2</source>
        <translation>第 %1 个字符：%2</translation>
    </message>
</context>
<context>
    <name>busheng::NodeMapCard</name>
    <message>
        <source>Map of nodes</source>
        <translation>节点地图</translation>
    </message>
    <message>
        <source>Flows</source>
        <translation>数据流</translation>
    </message>
    <message>
        <source>The flows of rows as a list, with stages and charts</source>
        <translation>以列表显示数据流及其环节和曲线</translation>
    </message>
    <message>
        <source>No peers yet</source>
        <translation>尚无对方节点</translation>
    </message>
    <message>
        <source>As soon as a link is registered, its node stands here beside this one.</source>
        <translation>登记链路后，对方节点即显示在本节点旁。</translation>
    </message>
</context>
<context>
    <name>busheng::NodeMapView</name>
    <message>
        <source>This node</source>
        <translation>本节点</translation>
    </message>
</context>
<context>
    <name>busheng::NodeStep</name>
    <message>
        <source>This node</source>
        <translation>本节点</translation>
    </message>
    <message>
        <source>Whose node is it?</source>
        <translation>这是谁的节点？</translation>
    </message>
    <message>
        <source>Its code says who it is: in certificates, in packets, and to its peers.</source>
        <translation>节点代码表明其身份：写入证书和数据包，对方节点也以此识别。</translation>
    </message>
    <message>
        <source>Choose the region.</source>
        <translation>请选择地区。</translation>
    </message>
    <message>
        <source>Initials are capitals and digits, at most 12.</source>
        <translation>首字母为大写字母和数字，最多 12 个。</translation>
    </message>
    <message>
        <source>Give it a name for people.</source>
        <translation>请填写供人识别的名称。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no address to listen on, like [::]:7443 or 10.34.0.8:7443.</source>
        <translation>“%1”不是可侦听的地址，例如 [::]:7443 或 10.34.0.8:7443。</translation>
    </message>
    <message>
        <source>not chosen yet</source>
        <translation>尚未选择</translation>
    </message>
    <message>
        <source>Its certificates are for this code.</source>
        <translation>证书已按此代码签发，不再更改。</translation>
    </message>
    <message>
        <source>Another code</source>
        <translation>更换代码</translation>
    </message>
    <message>
        <source>Give the node the code %1?</source>
        <translation>将节点代码改为 %1？</translation>
    </message>
    <message>
        <source>The requests that were made for %1 are removed with their keys; certificates that an authority issues for them cannot be used any more.</source>
        <translation>为 %1 生成的申请文件及其密钥将被删除；证书机构据此签发的证书将无法使用。</translation>
    </message>
    <message>
        <source>Change the code</source>
        <translation>更换代码</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>&amp;Department of a province, a city or the Corps (provides and uses data)</source>
        <translation>省、市或兵团人社部门（数据提供方、数据使用方）(&amp;D)</translation>
    </message>
    <message>
        <source>The &amp;ministry (platform)</source>
        <translation>人力资源社会保障部（平台方）(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Region</source>
        <translation>地区(&amp;R)</translation>
    </message>
    <message>
        <source>Search: a name, a code, or pinyin (anhui, ahs)</source>
        <translation>搜索：名称、代码或拼音（anhui、ahs）</translation>
    </message>
    <message>
        <source>Regions of GB/T 2260</source>
        <translation>GB/T 2260 行政区划</translation>
    </message>
    <message>
        <source>S&amp;ystem</source>
        <translation>系统(&amp;Y)</translation>
    </message>
    <message>
        <source>initials like LWJC; only when the department has several nodes</source>
        <translation>系统首字母，如 LWJC；仅当本单位有多个节点时填写</translation>
    </message>
    <message>
        <source>Node code</source>
        <translation>节点代码</translation>
    </message>
    <message>
        <source>N&amp;ame</source>
        <translation>名称(&amp;A)</translation>
    </message>
    <message>
        <source>Peers &amp;dial this node at</source>
        <translation>对方可拨入，侦听地址(&amp;D)</translation>
    </message>
</context>
<context>
    <name>busheng::NoticeBar</name>
    <message>
        <source>Copy details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <source>Copy this message with its technical details</source>
        <translation>复制此消息及其技术细节</translation>
    </message>
</context>
<context>
    <name>busheng::OdbcFields</name>
    <message>
        <source>Keywords as the driver&apos;s own manual has them, parted by semicolons. No password: it goes into the vault, under the name of this source.</source>
        <translation>驱动程序手册所列的关键字，以分号分隔。不要写口令：口令存入保险库，以本源的名称为名。</translation>
    </message>
    <message>
        <source>Dialect</source>
        <translation>方言</translation>
    </message>
    <message>
        <source>Data source or driver</source>
        <translation>数据源或驱动程序</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Further keywords</source>
        <translation>其他关键字</translation>
    </message>
    <message>
        <source>%1 – cannot be used</source>
        <translation>%1（不可用）</translation>
    </message>
    <message>
        <source>%1 – not run against a real server</source>
        <translation>%1（未在真实服务器上运行过）</translation>
    </message>
    <message>
        <source>Written without such a server at hand, and never run against one. Try it with a copy first, and compare what arrives.</source>
        <translation>编写时没有这种服务器可用，从未在真实服务器上运行过。请先用副本试行，并核对到达的数据。</translation>
    </message>
    <message>
        <source>Run with %1.</source>
        <translation>已在 %1 上运行过。</translation>
    </message>
</context>
<context>
    <name>busheng::OfferModel</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>this node</source>
        <translation>本节点</translation>
    </message>
    <message numerus="yes">
        <source>%n tables</source>
        <translation>
            <numerusform>%n 张表</numerusform>
        </translation>
    </message>
    <message>
        <source>on application</source>
        <translation>需申请</translation>
    </message>
    <message>
        <source>granted by name</source>
        <translation>按名授予</translation>
    </message>
    <message>
        <source>Dataset</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>提供方</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>表</translation>
    </message>
    <message>
        <source>How to have it</source>
        <translation>获取方式</translation>
    </message>
    <message>
        <source>Refreshed</source>
        <translation>更新</translation>
    </message>
</context>
<context>
    <name>busheng::OfflineActions</name>
    <message>
        <source>Quality gate…</source>
        <translation>质量闸门…</translation>
    </message>
    <message>
        <source>Write package…</source>
        <translation>写出数据包…</translation>
    </message>
    <message>
        <source>Read package…</source>
        <translation>读入数据包…</translation>
    </message>
    <message>
        <source>Stop the package</source>
        <translation>停止数据包</translation>
    </message>
    <message>
        <source>parts: %1</source>
        <translation>分卷：%1</translation>
    </message>
    <message>
        <source>Folder with the package</source>
        <translation>数据包所在目录</translation>
    </message>
    <message>
        <source>Folder for the package</source>
        <translation>数据包写入目录</translation>
    </message>
</context>
<context>
    <name>busheng::OperatorForm</name>
    <message>
        <source>for example: Zhang San, data department</source>
        <translation>例如：张三 数据处</translation>
    </message>
    <message>
        <source>Name to sign in with</source>
        <translation>登录名</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>First password</source>
        <translation>初始密码</translation>
    </message>
    <message>
        <source>Once more</source>
        <translation>再输一次</translation>
    </message>
    <message>
        <source>Switch operators on</source>
        <translation>启用操作员</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Add an operator</source>
        <translation>添加操作员</translation>
    </message>
    <message>
        <source>Role of an operator</source>
        <translation>操作员角色</translation>
    </message>
    <message>
        <source>Another password</source>
        <translation>重设密码</translation>
    </message>
    <message>
        <source>A name has letters, digits, &apos;_&apos; and &apos;-&apos;, and no blanks.</source>
        <translation>名称由文字、数字、“_”和“-”组成，不含空格。</translation>
    </message>
    <message>
        <source>The two passwords are not the same.</source>
        <translation>两次输入的密码不一致。</translation>
    </message>
    <message>
        <source>From then on everybody signs in, here and on the command line. You are the security administrator: you look after operators and keys, and add the others, who do the work.</source>
        <translation>此后所有人在控制台与命令行都须登录。您是安全管理员：管理操作员与密钥，并添加从事日常工作的其他人员。</translation>
    </message>
    <message>
        <source>It is replaced by one of their own at the first sign-in.</source>
        <translation>本人首次登录时须改用自己的密码。</translation>
    </message>
</context>
<context>
    <name>busheng::OperatorModel</name>
    <message>
        <source>signed in</source>
        <translation>已登录</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从未</translation>
    </message>
    <message>
        <source>to be changed</source>
        <translation>待更改</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Last sign-in</source>
        <translation>最近登录</translation>
    </message>
    <message>
        <source>Password of</source>
        <translation>密码设定于</translation>
    </message>
    <message>
        <source>Added by</source>
        <translation>添加人</translation>
    </message>
</context>
<context>
    <name>busheng::OperatorsCard</name>
    <message>
        <source>Add…</source>
        <translation>添加…</translation>
    </message>
    <message>
        <source>Switch on…</source>
        <translation>启用…</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>Disable…</source>
        <translation>停用…</translation>
    </message>
    <message>
        <source>Disable an operator</source>
        <translation>停用操作员</translation>
    </message>
    <message>
        <source>Disable %1?</source>
        <translation>停用 %1？</translation>
    </message>
    <message>
        <source>The session ends at once, and nobody can sign in with this name until it is enabled again. What was done stays in the ledger. What was proposed and waits can no longer be confirmed.</source>
        <translation>会话立即结束，重新启用前无人能以此名称登录。已执行的操作仍在流水中。其提出且尚在等待的变更不能再被确认。</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>A second person confirms</source>
        <translation>由第二人确认</translation>
    </message>
    <message>
        <source>Shall a reviewer confirm every change of consequence?</source>
        <translation>是否要求复核员确认每项重要变更？</translation>
    </message>
    <message>
        <source>Shall changes of consequence be made by one person alone?</source>
        <translation>是否允许一人单独执行重要变更？</translation>
    </message>
    <message>
        <source>Sources, targets, datasets, links, subscriptions, tasks, reloads, repairs, operators: each waits until a reviewer has seen what was and what will be. The daily work goes on as before.</source>
        <translation>源、目标、数据集、链路、订阅、任务、重新装载、修复、操作员：每项都须等复核员看过变更前后内容并确认。日常操作照常进行。</translation>
    </message>
    <message>
        <source>A reviewer has to confirm this, too.</source>
        <translation>此项更改同样须由复核员确认。</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>停止使用</translation>
    </message>
    <message>
        <source>Operators</source>
        <translation>操作员</translation>
    </message>
    <message>
        <source>Changes of consequence wait until a reviewer confirms them</source>
        <translation>重要变更须等复核员确认</translation>
    </message>
    <message>
        <source>Role…</source>
        <translation>角色…</translation>
    </message>
    <message>
        <source>Another password…</source>
        <translation>重设密码…</translation>
    </message>
    <message>
        <source>Unblock</source>
        <translation>解除锁定</translation>
    </message>
    <message>
        <source>This node has no operators</source>
        <translation>本节点未启用操作员</translation>
    </message>
    <message>
        <source>Everybody who reaches it may do everything. Switch operators on, and who works here signs in, with a role of their own.</source>
        <translation>凡能访问者均可执行一切操作。启用操作员后，工作人员须以各自的角色登录。</translation>
    </message>
</context>
<context>
    <name>busheng::OvertakenDialog</name>
    <message>
        <source>Changed by somebody else</source>
        <translation>已被他人修改</translation>
    </message>
    <message>
        <source>Somebody else has removed this while you were editing it. Saving yours makes it anew.</source>
        <translation>您编辑期间，此项已被他人移除。保存您的内容将重新建立它。</translation>
    </message>
    <message>
        <source>Somebody else has made one of this name meanwhile. Nothing has been saved yet.</source>
        <translation>其间他人已建立同名的一项。您的内容尚未保存。</translation>
    </message>
    <message>
        <source>Somebody else has saved this while you were editing it. Nothing of yours has been saved yet, and nothing is lost.</source>
        <translation>您编辑期间，此项已被他人保存。您的内容尚未保存，也没有丢失。</translation>
    </message>
    <message>
        <source>Save mine</source>
        <translation>保存我的</translation>
    </message>
    <message>
        <source>What the other one saved is replaced</source>
        <translation>取代他人所保存的内容</translation>
    </message>
    <message>
        <source>Take theirs</source>
        <translation>采用对方的</translation>
    </message>
    <message>
        <source>What you typed is dropped; what stands there now stays</source>
        <translation>放弃您填写的内容，保留现有内容</translation>
    </message>
    <message>
        <source>Go on editing</source>
        <translation>继续编辑</translation>
    </message>
    <message>
        <source>What</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>There now</source>
        <translation>现有内容</translation>
    </message>
    <message>
        <source>Yours</source>
        <translation>您的内容</translation>
    </message>
    <message>
        <source>What is different</source>
        <translation>不同之处</translation>
    </message>
    <message>
        <source>Somebody else has saved just the same while you were editing it.</source>
        <translation>您编辑期间，他人已保存了完全相同的内容。</translation>
    </message>
</context>
<context>
    <name>busheng::OverviewMetrics</name>
    <message>
        <source>Throughput</source>
        <translation>吞吐量</translation>
    </message>
    <message>
        <source>Largest lag</source>
        <translation>最大延迟</translation>
    </message>
    <message>
        <source>Changes waiting</source>
        <translation>等待变更</translation>
    </message>
    <message>
        <source>Links connected</source>
        <translation>链路连接</translation>
    </message>
    <message>
        <source>Standing alarms</source>
        <translation>当前告警</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>links connected</comment>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>None</source>
        <comment>alarms</comment>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>busheng::OverviewPage</name>
    <message>
        <source>Accept rows</source>
        <translation>接受现有行</translation>
    </message>
    <message>
        <source>Go on with &quot;%1&quot; although its quality check failed?</source>
        <translation>“%1”未通过质量校验，仍要继续同步吗？</translation>
    </message>
    <message>
        <source>The rows stay as they are. Changes are applied from here on; verify and repair the tables afterwards.</source>
        <translation>现有的行保持不变，此后的变更继续装载；请随后校验并修复各表。</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>地图</translation>
    </message>
    <message>
        <source>This node and its peers, with the links between them</source>
        <translation>本节点与各对方节点及其间的链路</translation>
    </message>
</context>
<context>
    <name>busheng::ParkedTableModel</name>
    <message>
        <source>parked by hand</source>
        <translation>人工暂停</translation>
    </message>
    <message>
        <source>Parked table</source>
        <translation>等待的表</translation>
    </message>
    <message>
        <source>Changes waiting</source>
        <translation>等待的变更</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
</context>
<context>
    <name>busheng::PasswordField</name>
    <message>
        <source>Caps Lock is on.</source>
        <translation>大写锁定已打开。</translation>
    </message>
</context>
<context>
    <name>busheng::PatrolCard</name>
    <message>
        <source>Where the reports are kept</source>
        <translation>报告保存在何处</translation>
    </message>
    <message>
        <source>The last report stands in %1.</source>
        <translation>最近的报告保存在 %1。</translation>
    </message>
    <message>
        <source>The next report is made at %1, as long as the console runs.</source>
        <translation>下次报告时间 %1（控制台运行期间）。</translation>
    </message>
    <message>
        <source>Choose the folder that the reports are kept in.</source>
        <translation>请选择保存报告的文件夹。</translation>
    </message>
    <message>
        <source>Patrol</source>
        <translation>巡检</translation>
    </message>
    <message>
        <source>Looks at disk, clock, certificates, log retention, rights, links, alarms, backlog, reconciliations and the ledger, and says what is not in order.</source>
        <translation>查看磁盘、时钟、证书、日志保留、权限、链路、告警、积压、对账和流水，指出不正常之处。</translation>
    </message>
    <message>
        <source>Patrol now…</source>
        <translation>立即巡检…</translation>
    </message>
    <message>
        <source>Report as PDF</source>
        <translation>定时报告（PDF）</translation>
    </message>
    <message>
        <source>by hand only</source>
        <translation>仅手工</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
</context>
<context>
    <name>busheng::PatrolDialog</name>
    <message>
        <source>Patrol</source>
        <translation>巡检</translation>
    </message>
    <message>
        <source>The report stands in %1.</source>
        <translation>报告保存在 %1。</translation>
    </message>
    <message>
        <source>Looking at disk, clock, certificates, databases, links, backlog and ledger…</source>
        <translation>正在查看磁盘、时钟、证书、数据库、链路、积压和流水…</translation>
    </message>
    <message>
        <source>As PDF…</source>
        <translation>存为 PDF…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>The report as PDF</source>
        <translation>存为 PDF</translation>
    </message>
    <message>
        <source>The node could not be looked at.</source>
        <translation>未能查看节点。</translation>
    </message>
</context>
<context>
    <name>busheng::PatrolModel</name>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Of what</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>所见</translation>
    </message>
</context>
<context>
    <name>busheng::PeersStep</name>
    <message>
        <source>Peers</source>
        <translation>对方节点</translation>
    </message>
    <message>
        <source>Whom does it exchange data with?</source>
        <translation>与谁交换数据？</translation>
    </message>
    <message>
        <source>A province&apos;s node needs the ministry&apos;s, and the ministry&apos;s those of the provinces. Each link is tried as soon as it is registered; below stands what is in its way. More can be registered later.</source>
        <translation>省级节点登记部级节点，部级节点登记各省节点。登记后立即尝试接通，下方说明妨碍之处。以后可继续登记。</translation>
    </message>
    <message>
        <source>&amp;Register peer…</source>
        <translation>登记节点(&amp;R)…</translation>
    </message>
    <message>
        <source>&amp;Change…</source>
        <translation>修改(&amp;C)…</translation>
    </message>
    <message>
        <source>No peer yet</source>
        <translation>尚未登记</translation>
    </message>
    <message>
        <source>You need its GB/T 2260 code, and its address unless it dials this node.</source>
        <translation>需要对方的 GB/T 2260 代码；除非由对方拨入，还需要其地址。</translation>
    </message>
</context>
<context>
    <name>busheng::ReasonForm</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Waits for a second person</source>
        <translation>等待第二人确认</translation>
    </message>
    <message>
        <source>This is change %1 now. It is done when a reviewer confirms it. Why is it wanted?</source>
        <translation>已登记为变更 %1，复核员确认后执行。为什么需要此变更？</translation>
    </message>
    <message>
        <source>Tell the reviewer</source>
        <translation>告知复核员</translation>
    </message>
</context>
<context>
    <name>busheng::ReconciliationPage</name>
    <message>
        <source>Reconciliations</source>
        <translation>对账</translation>
    </message>
    <message>
        <source>Subscription</source>
        <translation>订阅</translation>
    </message>
    <message>
        <source>Compares</source>
        <translation>比对内容</translation>
    </message>
    <message>
        <source>every field</source>
        <translation>每个字段</translation>
    </message>
    <message>
        <source>row counts only</source>
        <translation>仅行数</translation>
    </message>
    <message>
        <source>Equal counts do not prove that the rows are equal</source>
        <translation>行数相同并不能证明各行相同</translation>
    </message>
    <message>
        <source>gently</source>
        <translation>低负载</translation>
    </message>
    <message>
        <source>Leaves half of the time to other work; takes longer</source>
        <translation>一半时间让给其他工作；用时较长</translation>
    </message>
    <message>
        <source>Reconcile</source>
        <translation>开始对账</translation>
    </message>
    <message>
        <source>Nothing was reconciled yet</source>
        <translation>尚未对账</translation>
    </message>
    <message>
        <source>A reconciliation compares source and target at one moment while both go on working.</source>
        <translation>对账在同一时刻比对源端与目标端，双方继续工作不受影响。</translation>
    </message>
    <message>
        <source>Rows of databases</source>
        <translation>数据库数据</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>What is reconciled</source>
        <translation>对账对象</translation>
    </message>
</context>
<context>
    <name>busheng::ResendDialog</name>
    <message>
        <source>Send files of %1 again</source>
        <translation>重传 %1 的文件</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Looking what would happen…</source>
        <translation>正在预览…</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>重传</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>What would happen could not be found out.</source>
        <translation>未能预览。</translation>
    </message>
    <message>
        <source>%1 are sent</source>
        <translation>将发送 %1 个</translation>
    </message>
    <message>
        <source>%1 arrived as they are: nothing happens to them</source>
        <translation>%1 个已原样送达，不再发送</translation>
    </message>
    <message>
        <source>%1 are not there any more</source>
        <translation>%1 个已不存在</translation>
    </message>
    <message>
        <source>the first %1 are listed</source>
        <translation>仅列出前 %1 个</translation>
    </message>
    <message>
        <source>There is nothing to send again: the failed directory of the task is empty.</source>
        <translation>没有需要重传的文件：该任务的失败目录为空。</translation>
    </message>
    <message>
        <source>%1 were acknowledged before: the receiver takes those that it has not</source>
        <translation>%1 个此前已确认：对方只接收其缺少的</translation>
    </message>
</context>
<context>
    <name>busheng::ResendModel</name>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>What happens</source>
        <translation>将如何处理</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
</context>
<context>
    <name>busheng::RestoreDialog</name>
    <message>
        <source>Restore a node from a backup</source>
        <translation>从备份恢复节点</translation>
    </message>
    <message>
        <source>FILE</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>A node is restored into an empty folder, on this machine or another, and then started there:
• It takes over. As soon as it runs, peers and targets refuse this node and every other copy of it, for good. Stop this node first where it still runs.
• It is as it was at the time of the backup: configuration, ledger and runs from after that are not in it.
• What it sends to others is loaded anew: at each receiver &quot;Load anew&quot;, or the last command below.
• What it receives goes on where its targets stand. Nothing is lost and nothing comes twice.
• Databases, and files in the send and receive folders, are not in a backup.</source>
        <translation>节点恢复到一个空文件夹（本机或另一台机器），然后在那里启动：
• 它将接管。一旦运行，对端和目标库将永久拒绝本节点及其他任何副本。若本节点仍在运行，请先停止。
• 它是备份时的样子：此后的配置、流水和运行不在其中。
• 它发往别处的数据要重新装载：在各接收方执行“重新装载”，或用下面最后一条命令。
• 它接收的数据从目标库的断点继续，不丢不重。
• 数据库以及发送、接收文件夹中的文件不在备份中。</translation>
    </message>
    <message>
        <source>In the console on an empty machine: &quot;Restore from a backup…&quot; in the guide of the first start. Without a window, these commands; the passphrase is asked for:</source>
        <translation>在空机器的控制台：首次启动向导中的“从备份恢复…”。没有窗口时用以下命令，口令会另行询问：</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>NAME</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>busheng::RetentionCard</name>
    <message>
        <source>for ever</source>
        <translation>永久</translation>
    </message>
    <message>
        <source>%1 days at least</source>
        <translation>至少 %1 天</translation>
    </message>
    <message>
        <source>%1 records</source>
        <translation>%1 条记录</translation>
    </message>
    <message>
        <source>the oldest of %1</source>
        <translation>最早 %1</translation>
    </message>
    <message>
        <source>%1 go within the hour</source>
        <translation>%1 条将在一小时内删除</translation>
    </message>
    <message>
        <source>Keep records for other times?</source>
        <translation>修改记录保留期？</translation>
    </message>
    <message>
        <source>What is deleted cannot be brought back.</source>
        <translation>删除后无法恢复。</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>How long records are kept</source>
        <translation>记录保留期</translation>
    </message>
    <message>
        <source>Take over…</source>
        <translation>应用…</translation>
    </message>
    <message>
        <source>Shows first what would be deleted</source>
        <translation>先显示将删除什么</translation>
    </message>
    <message>
        <source>The ledger with its signatures is kept for ever: a chain with a hole proves nothing. The log cache keeps what a receiver has not applied, up to the quota of its dataset. Sent files are cleaned as their task says, fetched files as node.json says.</source>
        <translation>传输流水及其签名永久保留：链条缺失即失去证明力。联机日志缓存保留接收方尚未应用的部分，以数据集配额为限。已发送的文件按任务设置清理，已取走的文件按 node.json 清理。</translation>
    </message>
    <message>
        <source>%1 days</source>
        <translation>%1 天</translation>
    </message>
</context>
<context>
    <name>busheng::ReviewModel</name>
    <message>
        <source>No.</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>What is wanted</source>
        <translation>变更内容</translation>
    </message>
    <message>
        <source>By</source>
        <translation>提出人</translation>
    </message>
    <message>
        <source>Proposed</source>
        <translation>提出时间</translation>
    </message>
    <message>
        <source>Decided by</source>
        <translation>处理人</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>处理时间</translation>
    </message>
</context>
<context>
    <name>busheng::ReviewPage</name>
    <message>
        <source>Nothing selected</source>
        <translation>未选择</translation>
    </message>
    <message>
        <source>Change %1, proposed by %2 on %3, waits until %4</source>
        <translation>变更 %1，由 %2 于 %3 提出，等待至 %4</translation>
    </message>
    <message>
        <source>Change %1, proposed by %2 on %3: %4</source>
        <translation>变更 %1，由 %2 于 %3 提出：%4</translation>
    </message>
    <message>
        <source>No reason was given.</source>
        <translation>未说明理由。</translation>
    </message>
    <message>
        <source>Because: %1</source>
        <translation>理由：%1</translation>
    </message>
    <message>
        <source>Decided by %1 on %2. %3</source>
        <translation>由 %1 于 %2 处理。%3</translation>
    </message>
    <message>
        <source>Confirm a change</source>
        <translation>确认变更</translation>
    </message>
    <message>
        <source>%1

It is done at once, and kept in the ledger with both names. Is there something to say about it?</source>
        <translation>%1

确认后立即执行，流水中记录两人姓名。是否有补充说明？</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>Reject a change</source>
        <translation>驳回变更</translation>
    </message>
    <message>
        <source>%1

Why is it not done?</source>
        <translation>%1

为什么驳回？</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>驳回</translation>
    </message>
    <message>
        <source>Withdraw a change</source>
        <translation>撤回变更</translation>
    </message>
    <message>
        <source>Withdraw change %1?</source>
        <translation>撤回变更 %1？</translation>
    </message>
    <message>
        <source>Nothing is done. It can be proposed again.</source>
        <translation>不执行任何操作，可以重新提出。</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>变更</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>变更前后</translation>
    </message>
    <message>
        <source>waiting for a second person</source>
        <translation>等待第二人确认</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Which changes</source>
        <translation>哪些变更</translation>
    </message>
    <message>
        <source>only what differs</source>
        <translation>只看差异</translation>
    </message>
    <message>
        <source>Confirm…</source>
        <translation>确认…</translation>
    </message>
    <message>
        <source>Reject…</source>
        <translation>驳回…</translation>
    </message>
    <message>
        <source>Withdraw…</source>
        <translation>撤回…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Nothing waits</source>
        <translation>没有待确认的变更</translation>
    </message>
    <message>
        <source>Where a second person confirms what is of consequence (Security page), it waits here.</source>
        <translation>启用第二人确认后（见“安全”页），重要变更在此等待。</translation>
    </message>
</context>
<context>
    <name>busheng::RightGuard</name>
    <message>
        <source>Only for: %1. You have signed in as: %2.</source>
        <translation>仅限：%1。您的角色是：%2。</translation>
    </message>
</context>
<context>
    <name>busheng::RightsDialog</name>
    <message>
        <source>Rights at %1</source>
        <translation>%1 的权限</translation>
    </message>
    <message>
        <source>Dataset</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>with commas between</source>
        <translation>以逗号分隔</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Tables that are missing are made by the initial load</source>
        <translation>缺少的表由初始装载建立</translation>
    </message>
    <message>
        <source>the user that reads there</source>
        <translation>在该库读取的用户</translation>
    </message>
    <message>
        <source>the user that writes there</source>
        <translation>在该库写入的用户</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>The statements that give the least rights appear here.</source>
        <translation>授予最小权限的语句显示在此处。</translation>
    </message>
    <message>
        <source>Statements</source>
        <translation>语句</translation>
    </message>
    <message>
        <source>a user of the database who may give rights, for example postgres</source>
        <translation>有权授权的数据库用户，例如 postgres</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>管理员</translation>
    </message>
    <message>
        <source>Show the SQL</source>
        <translation>显示 SQL</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Run as administrator…</source>
        <translation>以管理员身份执行…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Run these statements at &quot;%1&quot; as %2?</source>
        <translation>以 %2 的身份在“%1”执行这些语句？</translation>
    </message>
    <message>
        <source>All of them or none. A user that is there already is changed, not made anew.</source>
        <translation>全部执行，或全部不执行。已有的用户会被修改，而不是新建。</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>执行</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>-- These were run.</source>
        <translation>-- 已执行以下语句。</translation>
    </message>
</context>
<context>
    <name>busheng::RouteChoice</name>
    <message>
        <source>Route</source>
        <translation>技术路线</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>none; or the column that marks a row as deleted</source>
        <translation>无；或标记行已删除的列</translation>
    </message>
    <message>
        <source>Deleted when</source>
        <translation>删除标记列</translation>
    </message>
    <message>
        <source>For what commits late: as long as the longest transaction of the source, at least</source>
        <translation>用于晚提交的事务：不得短于源端最长的事务</translation>
    </message>
    <message>
        <source>Looks back (seconds, or numbers)</source>
        <translation>回看范围（秒，或编号个数）</translation>
    </message>
    <message>
        <source>for example daily 02:30</source>
        <translation>例如 daily 02:30</translation>
    </message>
    <message>
        <source>Copied at</source>
        <translation>拷贝时间</translation>
    </message>
    <message>
        <source>Name the column that rises with each change of a row.</source>
        <translation>请填写随每次修改而增大的列。</translation>
    </message>
    <message>
        <source>Name the column that is set to 0 with each change of a row.</source>
        <translation>请填写每次修改行时置为 0 的列。</translation>
    </message>
    <message>
        <source>Say when the copy is made, for example: every 6h, daily 02:30, weekly mon,thu 02:30, monthly 1,15 02:30</source>
        <translation>请填写拷贝时间，例如：every 6h、daily 02:30、weekly mon,thu 02:30、monthly 1,15 02:30</translation>
    </message>
    <message>
        <source>in every table; a time of change, or a number that rises with each change</source>
        <translation>每张表都有；修改时间，或随每次修改而增大的编号</translation>
    </message>
    <message>
        <source>in every table; a whole number that is set to 0 with each change</source>
        <translation>每张表都有；每次修改时置为 0 的整数</translation>
    </message>
    <message>
        <source>Sees every change within seconds, deleted rows too. The source&apos;s writers notice nothing.</source>
        <translation>数秒内看到每一次变化，包括删除。对源端业务没有影响。</translation>
    </message>
    <message>
        <source>Sees rows whose column has risen, within seconds, as they are then. It does not see rows that are deleted outright, nor what was between two looks: let the subscriber reconcile at times. Costs one search every two seconds; the column needs an index.</source>
        <translation>数秒内看到该列增大了的行，取其当时的内容。看不到直接删除的行，也看不到两次查询之间的中间状态：请订阅方定期对账。源端每两秒查询一次；该列需要索引。</translation>
    </message>
    <message>
        <source>Brings the whole tables at its times, deleted rows too, when anything has changed. Costs one or two passes over the tables each time: for small ones.</source>
        <translation>到时间且内容有变化时传输整张表，删除也随之体现。每次需读取全表一至两遍：适合小表。</translation>
    </message>
    <message>
        <source>Brings what differs when the subscriber reconciles, deleted rows too. Costs one pass over the tables each time; only rows that differ travel.</source>
        <translation>在订阅方对账时传输有差异的行，包括删除。每次需读取全表一遍；只传输有差异的行。</translation>
    </message>
    <message>
        <source>Sees rows that a business system has marked by the column, within seconds, as they are then, and marks them in turn when every subscriber has them. It does not see rows that are deleted: let the subscriber reconcile at times. Costs two more writes for each changed row.</source>
        <translation>数秒内看到业务系统用该列标记的行，取其当时的内容，所有订阅方收到后再回写标记。看不到被删除的行：请订阅方定期对账。每个变化的行要多写两次。</translation>
    </message>
    <message>
        <source>Sees changed rows within seconds, deleted ones too. Each write at the source costs a second one, and triggers are made there.</source>
        <translation>数秒内看到变化的行，包括删除。源端每次写入都要多写一次，并需在源端建立触发器。</translation>
    </message>
</context>
<context>
    <name>busheng::SecretFields</name>
    <message>
        <source>Password</source>
        <translation>口令</translation>
    </message>
    <message>
        <source>Password once more</source>
        <translation>再次输入口令</translation>
    </message>
    <message>
        <source>Once more</source>
        <translation>再次输入</translation>
    </message>
    <message>
        <source>This node has no vault to keep passwords in: name a password file, or give the node a vault (crypto.passphraseFile in node.json).</source>
        <translation>本节点没有存放口令的密钥库：请指定口令文件，或为节点启用密钥库（node.json 中的 crypto.passphraseFile）。</translation>
    </message>
    <message>
        <source>Passwords are set by: %1.</source>
        <translation>口令由以下角色设置：%1。</translation>
    </message>
    <message>
        <source>empty: stays as it is</source>
        <translation>留空：保持不变</translation>
    </message>
    <message>
        <source>A password lies in the node&apos;s vault, sealed. Nobody is shown it.</source>
        <translation>口令密封存放在节点的密钥库中，不向任何人显示。</translation>
    </message>
    <message>
        <source>No password lies in the node&apos;s vault yet.</source>
        <translation>节点的密钥库中尚无口令。</translation>
    </message>
    <message>
        <source>Type the password a second time.</source>
        <translation>请再次输入口令。</translation>
    </message>
    <message>
        <source>It will lie in the node&apos;s vault, sealed, and in no configuration. A source and a target of one name have one password.</source>
        <translation>口令将密封存放在节点的密钥库中，不进入任何配置。同名的源与目标共用一个口令。</translation>
    </message>
</context>
<context>
    <name>busheng::SecretForm</name>
    <message>
        <source>Password of %1</source>
        <translation>%1 的口令</translation>
    </message>
    <message>
        <source>Keep in the vault</source>
        <translation>存入密钥库</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>The node logs in, with what is typed or else with what it has; nothing is kept</source>
        <translation>节点用所填口令（未填则用现有口令）登录一次；不保存任何内容</translation>
    </message>
    <message>
        <source>Take out of the vault…</source>
        <translation>从密钥库取出…</translation>
    </message>
    <message>
        <source>The node has logged in and read the list of tables.</source>
        <translation>节点已登录，并读取了表清单。</translation>
    </message>
    <message>
        <source>Take the password of &quot;%1&quot; out of the vault?</source>
        <translation>将“%1”的口令从密钥库取出？</translation>
    </message>
    <message>
        <source>From the next connection on the node logs in without it, or with what its password file says.</source>
        <translation>从下一次连接起，节点不用口令登录，或使用口令文件中的口令。</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>取出</translation>
    </message>
</context>
<context>
    <name>busheng::SecurityPage</name>
    <message>
        <source>Channels</source>
        <translation>通道套件</translation>
    </message>
    <message>
        <source>Packets</source>
        <translation>数据包</translation>
    </message>
    <message>
        <source>Work is done by</source>
        <translation>运算执行</translation>
    </message>
    <message>
        <source>this program (no device)</source>
        <translation>本程序（无密码设备）</translation>
    </message>
    <message>
        <source>Ledger is sealed by</source>
        <translation>流水封签密钥</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>证书</translation>
    </message>
    <message>
        <source>New keys</source>
        <translation>更换密钥</translation>
    </message>
    <message>
        <source>Make new keys for everything that goes out?</source>
        <translation>为全部发出数据更换密钥？</translation>
    </message>
    <message>
        <source>Make a new key for what goes to %1?</source>
        <translation>为发往 %1 的数据更换密钥？</translation>
    </message>
    <message>
        <source>Nothing pauses: each new key is used as soon as the peer holds it. Old ones are wiped when their packets have arrived. It is kept in the ledger with your name.</source>
        <translation>传输不中断：对方持有新密钥后即启用；旧密钥在其数据包全部送达后销毁。此操作与您的姓名一并记入流水。</translation>
    </message>
    <message>
        <source>Make new keys</source>
        <translation>更换密钥</translation>
    </message>
    <message>
        <source>Certificates and revocation lists</source>
        <translation>证书与吊销列表</translation>
    </message>
    <message>
        <source>Suites in use</source>
        <translation>使用中的密码套件</translation>
    </message>
    <message>
        <source>Link keys</source>
        <translation>链路密钥</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>all, with those that were wiped</source>
        <translation>全部，含已销毁</translation>
    </message>
    <message>
        <source>Which keys</source>
        <translation>显示范围</translation>
    </message>
    <message>
        <source>New key…</source>
        <translation>更换密钥…</translation>
    </message>
    <message>
        <source>For what goes to the peer of the selected key</source>
        <translation>针对发往所选密钥对方节点的数据</translation>
    </message>
    <message>
        <source>New keys for all…</source>
        <translation>全部更换…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>No link keys yet</source>
        <translation>尚无链路密钥</translation>
    </message>
    <message>
        <source>A key is made when something first goes to a peer, and is replaced in time.</source>
        <translation>首次向对方发送时生成密钥，并按期更换。</translation>
    </message>
</context>
<context>
    <name>busheng::SessionGuard</name>
    <message>
        <source>Change password…</source>
        <translation>更改密码…</translation>
    </message>
    <message>
        <source>Lock and sign out</source>
        <translation>锁定并退出登录</translation>
    </message>
    <message>
        <source>Sign in…</source>
        <translation>登录…</translation>
    </message>
    <message>
        <source>Who works here</source>
        <translation>当前登录者</translation>
    </message>
</context>
<context>
    <name>busheng::SettingsPage</name>
    <message>
        <source>Export the configuration</source>
        <translation>导出配置</translation>
    </message>
    <message>
        <source>Import a configuration</source>
        <translation>导入配置</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Data directory</source>
        <translation>数据目录</translation>
    </message>
    <message>
        <source>Directory of files</source>
        <translation>文件目录</translation>
    </message>
    <message>
        <source>Listens on</source>
        <translation>监听地址</translation>
    </message>
    <message>
        <source>Running since</source>
        <translation>启动时间</translation>
    </message>
    <message>
        <source>Memory at most</source>
        <translation>内存峰值</translation>
    </message>
    <message>
        <source>The configuration stands in %1. Passwords are not in it.</source>
        <translation>配置已保存到 %1。其中不含口令。</translation>
    </message>
    <message>
        <source>This file changes nothing: the node is configured like that already.</source>
        <translation>此文件不改变任何配置：节点已是如此配置。</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>以及另外 %1 项</translation>
    </message>
    <message>
        <source>Take this configuration over?</source>
        <translation>采用此配置？</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>The configuration was taken over.</source>
        <translation>配置已导入。</translation>
    </message>
    <message>
        <source>This console</source>
        <translation>本控制台</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Language of the system</source>
        <translation>跟随系统语言</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Theme of the system</source>
        <translation>跟随系统主题</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>配置</translation>
    </message>
    <message>
        <source>Sources, targets, datasets, links, subscriptions and file tasks as one file. It is taken over whole or not at all, after you have seen what would change.</source>
        <translation>源库、目标库、数据集、链路、订阅和文件任务存为一个文件。导入前先看到将有的改动，整体采用或整体不采用。</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>This node</source>
        <translation>本节点</translation>
    </message>
    <message>
        <source>New alarms</source>
        <translation>新告警</translation>
    </message>
    <message>
        <source>a notice and a sound</source>
        <translation>通知并响铃</translation>
    </message>
    <message>
        <source>a notice</source>
        <translation>仅通知</translation>
    </message>
    <message>
        <source>only on the pages</source>
        <translation>仅在页面显示</translation>
    </message>
</context>
<context>
    <name>busheng::SignInDialog</name>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>This node has operators. What you do here is kept with your name.</source>
        <translation>本节点已启用操作员。您的操作将记在您的名下。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Choose a password of your own: at least ten characters of three kinds (small letters, capitals, digits, others), without your name.</source>
        <translation>请设定自己的密码：至少十个字符，包含小写字母、大写字母、数字、其他字符中的三类，且不含您的名称。</translation>
    </message>
    <message>
        <source>Present password</source>
        <translation>当前密码</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>新密码</translation>
    </message>
    <message>
        <source>Once more</source>
        <translation>再输一次</translation>
    </message>
    <message>
        <source>Change password</source>
        <translation>更改密码</translation>
    </message>
    <message>
        <source>The two are not the same.</source>
        <translation>两次输入不一致。</translation>
    </message>
</context>
<context>
    <name>busheng::SilenceForm</name>
    <message>
        <source>Silence an alarm</source>
        <translation>静默告警</translation>
    </message>
    <message>
        <source>Alarm</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>1 小时</translation>
    </message>
    <message>
        <source>8 hours</source>
        <translation>8 小时</translation>
    </message>
    <message>
        <source>24 hours</source>
        <translation>24 小时</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 天</translation>
    </message>
    <message>
        <source>Quiet for</source>
        <translation>静默时长</translation>
    </message>
    <message>
        <source>for example: the line is being repaired until Friday</source>
        <translation>例如：线路检修至周五</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Silence</source>
        <translation>静默</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>busheng::StructureColumnModel</name>
    <message>
        <source>Source column</source>
        <translation>源端列</translation>
    </message>
    <message>
        <source>Target column</source>
        <translation>目标端列</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>At the source</source>
        <translation>源端</translation>
    </message>
    <message>
        <source>At the target</source>
        <translation>目标端</translation>
    </message>
</context>
<context>
    <name>busheng::StructureDialog</name>
    <message>
        <source>Tables</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Columns side by side</source>
        <translation>两端的列</translation>
    </message>
    <message>
        <source>Structure of %1</source>
        <translation>%1 的结构</translation>
    </message>
    <message>
        <source>Search tables and columns</source>
        <translation>搜索表和列</translation>
    </message>
    <message>
        <source>Only what differs</source>
        <translation>只看不同</translation>
    </message>
    <message>
        <source>Let it wait…</source>
        <translation>让其等待…</translation>
    </message>
    <message>
        <source>Its changes wait in the target until it goes on, on the page of failures</source>
        <translation>其变化在目标端等待，直到在故障页放行</translation>
    </message>
    <message>
        <source>Load this table anew…</source>
        <translation>重新装载此表…</translation>
    </message>
    <message>
        <source>Nothing keeps rows of this table from being stored.</source>
        <translation>该表的行均可存入。</translation>
    </message>
    <message>
        <source>What keeps rows from being stored</source>
        <translation>妨碍存入的原因</translation>
    </message>
    <message>
        <source>Nothing has to be created or altered at the target.</source>
        <translation>目标端无需新建或修改。</translation>
    </message>
    <message>
        <source>Statements that make the target fit</source>
        <translation>使目标库相符的语句</translation>
    </message>
    <message>
        <source>Statements that make the target fit, in this order:</source>
        <translation>使目标库相符的语句，按此顺序：</translation>
    </message>
    <message>
        <source>Copy the SQL</source>
        <translation>复制 SQL</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新查看</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Looking at the target…</source>
        <translation>正在查看目标库…</translation>
    </message>
    <message>
        <source>It could not be looked at</source>
        <translation>无法查看</translation>
    </message>
    <message>
        <source>Approve them…</source>
        <translation>批准…</translation>
    </message>
    <message>
        <source>Run them at the target…</source>
        <translation>在目标库执行…</translation>
    </message>
    <message>
        <source>Tables: %1 · not as at the source: %2</source>
        <translation>表：%1 · 与源端不同：%2</translation>
    </message>
    <message>
        <source>%1 is loaded</source>
        <translation>%1 装载完毕</translation>
    </message>
    <message>
        <source>Approve these statements for &quot;%1&quot;?</source>
        <translation>批准对“%1”执行这些语句？</translation>
    </message>
    <message>
        <source>The subscription runs just these, and goes on. When others would be needed by then, it asks again.</source>
        <translation>订阅只执行这些语句，然后继续。届时若需其他语句，将再次请求确认。</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>批准</translation>
    </message>
    <message>
        <source>approved: the subscription goes on</source>
        <translation>已批准：订阅继续</translation>
    </message>
    <message>
        <source>Run these statements at &quot;%1&quot;?</source>
        <translation>在“%1”执行这些语句？</translation>
    </message>
    <message>
        <source>They are run one by one as the node&apos;s own user there, each committed by itself. Where one fails, those before it stay. Tables are locked as long as that takes. Afterwards the subscription, or the table that waits, goes on when you tell it to.</source>
        <translation>以节点自己的数据库用户逐条执行，各自提交；某条失败时，此前的仍然有效。执行期间有关的表被锁定。之后请手工恢复订阅或放行等待的表。</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>执行</translation>
    </message>
    <message>
        <source>statements that were run: %1</source>
        <translation>已执行语句：%1</translation>
    </message>
    <message>
        <source>Load &quot;%1&quot; anew?</source>
        <translation>重新装载“%1”？</translation>
    </message>
    <message>
        <source>The table is emptied at the target and filled with the source&apos;s rows, at every subscriber of the dataset; until that is done it is not whole. The other tables go on meanwhile. Once begun it is not stopped halfway: it goes on after a lost link or a restart.</source>
        <translation>该表在数据集的每个订阅方的目标端先清空，再装入源端的行；完成之前内容不完整。其他表照常进行。一经开始不能中途停止：链路中断或重启之后接着进行。</translation>
    </message>
    <message>
        <source>Load anew</source>
        <translation>重新装载</translation>
    </message>
    <message>
        <source>%1 is asked for at the source</source>
        <translation>已向源端请求 %1</translation>
    </message>
    <message>
        <source>Let &quot;%1&quot; wait?</source>
        <translation>让“%1”等待？</translation>
    </message>
    <message>
        <source>Its changes are kept beside the target&apos;s tables until you let it go on, on the page of failures. The other tables go on.</source>
        <translation>其变化保存在目标库的表旁，直到在故障页放行。其他表照常进行。</translation>
    </message>
    <message>
        <source>Let it wait</source>
        <translation>让其等待</translation>
    </message>
    <message>
        <source>%1 waits</source>
        <translation>%1 等待中</translation>
    </message>
    <message>
        <source>waits until a second person has confirmed it</source>
        <translation>等待另一人确认</translation>
    </message>
</context>
<context>
    <name>busheng::StructureTableModel</name>
    <message>
        <source>its changes wait</source>
        <translation>变化等待中</translation>
    </message>
    <message>
        <source>%1 of %2 rows loaded</source>
        <translation>已装载 %1 / %2 行</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>At the target</source>
        <translation>目标端</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>At work</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>is being loaded</source>
        <translation>装载中</translation>
    </message>
    <message>
        <source>Columns other</source>
        <translation>不同列数</translation>
    </message>
</context>
<context>
    <name>busheng::SubscriptionForm</name>
    <message>
        <source>Change a subscription</source>
        <translation>修改订阅</translation>
    </message>
    <message>
        <source>Subscribe to a dataset</source>
        <translation>订阅数据集</translation>
    </message>
    <message>
        <source>When something does not fit</source>
        <translation>出现不符时</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Subscribe</source>
        <translation>订阅</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>for example Anhui_divisions</source>
        <translation>例如：安徽_行政区划</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>数据提供方</translation>
    </message>
    <message>
        <source>its name at the provider</source>
        <translation>提供方处的名称</translation>
    </message>
    <message>
        <source>Dataset</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Rows that the target tables hold already may be deleted</source>
        <translation>允许删除目标表中已有的数据</translation>
    </message>
    <message>
        <source>by hand only; or for example daily 02:30</source>
        <translation>仅手工；或例如 daily 02:30</translation>
    </message>
    <message>
        <source>Reconcile at</source>
        <translation>对账时间</translation>
    </message>
    <message>
        <source>the table waits, the others go on</source>
        <translation>该表等待，其他表继续</translation>
    </message>
    <message>
        <source>the subscription stops</source>
        <translation>订阅停止</translation>
    </message>
    <message>
        <source>Table has another structure</source>
        <translation>表结构不同</translation>
    </message>
    <message>
        <source>wait for a person</source>
        <translation>等待人工处理</translation>
    </message>
    <message>
        <source>add them to the target</source>
        <translation>在目标表增加</translation>
    </message>
    <message>
        <source>leave them out</source>
        <translation>不接收</translation>
    </message>
    <message>
        <source>Source has new columns</source>
        <translation>源端有新列</translation>
    </message>
    <message>
        <source>set the row aside and go on</source>
        <translation>该行搁置，继续进行</translation>
    </message>
    <message>
        <source>Target refuses a row</source>
        <translation>目标拒收某行</translation>
    </message>
    <message>
        <source>the source&apos;s row wins</source>
        <translation>以源端为准</translation>
    </message>
    <message>
        <source>the target&apos;s row stays</source>
        <translation>以目标端为准</translation>
    </message>
    <message>
        <source>the newer one by a column wins</source>
        <translation>按某列取较新者</translation>
    </message>
    <message>
        <source>set aside and ask a person</source>
        <translation>搁置并询问</translation>
    </message>
    <message>
        <source>Row was changed in the target</source>
        <translation>目标中的行被改动</translation>
    </message>
    <message>
        <source>column that says which is newer</source>
        <translation>判断新旧的列</translation>
    </message>
    <message>
        <source>Nothing is created or altered at the target before I approve it</source>
        <translation>未经我批准，不在目标建立或修改任何对象</translation>
    </message>
    <message>
        <source>One commit for each transaction of the source (slower)</source>
        <translation>源端每个事务单独提交（较慢）</translation>
    </message>
    <message>
        <source>There is no link yet: register the provider&apos;s node first.</source>
        <translation>尚无链路：请先登记提供方节点。</translation>
    </message>
    <message>
        <source>There is a subscription with this name already.</source>
        <translation>已有同名的订阅。</translation>
    </message>
    <message>
        <source>The times are not understood. Possible are for example: every 6h, daily 02:30, weekly mon,thu 02:30, monthly 1,15 02:30</source>
        <translation>无法识别该时间。可以写成：every 6h、daily 02:30、weekly mon,thu 02:30、monthly 1,15 02:30</translation>
    </message>
    <message>
        <source>What is found to differ is repaired by itself</source>
        <translation>发现的差异自动修复</translation>
    </message>
    <message>
        <source>How changes come when the dataset is published by comparison, and how rows that were deleted come by when it is published by timestamps</source>
        <translation>数据集以数据比对发布时，变化由此到达；以时间戳或标志位发布时，被删除的行由此得到处理</translation>
    </message>
    <message>
        <source>The initial load comes on media, not over the link</source>
        <translation>初始装载通过介质送达，不经链路</translation>
    </message>
    <message>
        <source>changes follow at once</source>
        <translation>变化随即接续</translation>
    </message>
    <message>
        <source>a person signs when its rules found something</source>
        <translation>规则发现问题时由人签字</translation>
    </message>
    <message>
        <source>a person signs in any case</source>
        <translation>一律由人签字</translation>
    </message>
    <message>
        <source>Behind the initial load</source>
        <translation>初始装载之后</translation>
    </message>
    <message>
        <source>Rules…</source>
        <translation>规则…</translation>
    </message>
    <message>
        <source>Rules (%1)…</source>
        <translation>规则（%1）…</translation>
    </message>
    <message>
        <source>Check the texts…</source>
        <translation>检查文本…</translation>
    </message>
    <message>
        <source>Reads texts at the provider and says which do not fit into the target&apos;s columns</source>
        <translation>读取提供方的文本，并指出哪些放不进目标库的列</translation>
    </message>
    <message>
        <source>What is taken</source>
        <translation>订阅内容</translation>
    </message>
    <message>
        <source>Everything, as it is…</source>
        <translation>全部，原样…</translation>
    </message>
    <message>
        <source>Chosen, tables that are mapped: %1…</source>
        <translation>已选择，有映射的表：%1…</translation>
    </message>
</context>
<context>
    <name>busheng::SubscriptionModel</name>
    <message>
        <source>Incoming</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>Outgoing</source>
        <translation>提供</translation>
    </message>
    <message numerus="yes">
        <source>%1 packet(s)</source>
        <translation>
            <numerusform>%1 个数据包</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>name (code)</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>no subscriber</source>
        <translation>无订阅方</translation>
    </message>
    <message>
        <source>%1 applied</source>
        <comment>number of rows and changes</comment>
        <translation>已应用 %1</translation>
    </message>
    <message>
        <source>%1 captured</source>
        <comment>number of changes</comment>
        <translation>已捕获 %1</translation>
    </message>
    <message>
        <source>Subscription</source>
        <translation>订阅</translation>
    </message>
    <message>
        <source>Other end</source>
        <translation>对端</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Lag</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待变更</translation>
    </message>
    <message>
        <source>Throughput</source>
        <translation>吞吐量</translation>
    </message>
</context>
<context>
    <name>busheng::SubscriptionsCard</name>
    <message>
        <source>Resume</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Subscriptions</source>
        <translation>订阅</translation>
    </message>
    <message>
        <source>No subscriptions yet</source>
        <translation>尚无订阅</translation>
    </message>
    <message>
        <source>Subscribe to a dataset of a connected node, or publish one of your own. Both appear here.</source>
        <translation>订阅已连接节点的数据集，或发布本节点的数据集，均在此显示。</translation>
    </message>
    <message>
        <source>Continue &quot;%1&quot; from its checkpoint</source>
        <translation>从断点继续“%1”</translation>
    </message>
    <message>
        <source>Stop applying &quot;%1&quot; until it is resumed; nothing is lost</source>
        <translation>暂停应用“%1”，直至恢复；数据不会丢失</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Load &quot;%1&quot; anew?</source>
        <translation>重新装载“%1”？</translation>
    </message>
    <message>
        <source>The rows in the target are replaced by those of the source. Until that is done the target is not whole.</source>
        <translation>目标中的数据将由源端数据替换。完成之前目标数据不完整。</translation>
    </message>
    <message>
        <source>Load anew</source>
        <translation>重新装载</translation>
    </message>
    <message>
        <source>Remove &quot;%1&quot;?</source>
        <translation>移除“%1”？</translation>
    </message>
    <message>
        <source>Its rows stay in the target. To go on later it has to be loaded anew.</source>
        <translation>数据保留在目标中。以后若要继续，须重新装载。</translation>
    </message>
    <message>
        <source>Nobody can subscribe to the dataset any more. The source&apos;s tables stay as they are.</source>
        <translation>此后无人可订阅该数据集。源端的表不受影响。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Subscribe…</source>
        <translation>订阅…</translation>
    </message>
    <message>
        <source>Publish…</source>
        <translation>发布…</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>修改…</translation>
    </message>
    <message>
        <source>Load anew…</source>
        <translation>重新装载…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>移除…</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>What can be done with the selected flow</source>
        <translation>对所选的流可进行的操作</translation>
    </message>
    <message>
        <source>Structure and tables…</source>
        <translation>结构与表…</translation>
    </message>
    <message>
        <source>Mapping…</source>
        <translation>映射…</translation>
    </message>
    <message>
        <source>Look at the source now</source>
        <translation>立即查看源端</translation>
    </message>
</context>
<context>
    <name>busheng::SummaryStep</name>
    <message>
        <source>Ready</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>The practice runs</source>
        <translation>练习环境已运行</translation>
    </message>
    <message>
        <source>The node runs</source>
        <translation>节点已运行</translation>
    </message>
    <message>
        <source>It works as long as the console does, also when its window is closed. Where it shall work with nobody logged in, the node service of the package does it, and the console attaches to it.</source>
        <translation>控制台运行期间节点一直工作，关闭窗口也不停。若要在无人登录时工作，请使用安装包中的节点服务，控制台会接入它。</translation>
    </message>
    <message>
        <source>&amp;Open the console</source>
        <translation>打开控制台(&amp;O)</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Node code</source>
        <translation>节点代码</translation>
    </message>
    <message>
        <source>Data directory</source>
        <translation>数据目录</translation>
    </message>
    <message>
        <source>Listens on</source>
        <translation>侦听地址</translation>
    </message>
    <message>
        <source>nothing: it dials</source>
        <translation>不侦听，由本节点拨出</translation>
    </message>
    <message>
        <source>Certificate until</source>
        <translation>证书有效期至</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>链路</translation>
    </message>
    <message>
        <source>%1 of %2 connected</source>
        <translation>%2 条中已接通 %1 条</translation>
    </message>
    <message>
        <source>This node</source>
        <translation>本节点</translation>
    </message>
    <message>
        <source>What comes next</source>
        <translation>接下来</translation>
    </message>
    <message>
        <source>Overview → Subscribe…: the dataset of the peer 100000 into the target that is registered already. Watch it load, then change a row and see it arrive.</source>
        <translation>总览 → 订阅…：把对方节点 100000 的数据集订阅到已登记的目标库，观察其装载，再改动一行看它到达。</translation>
    </message>
    <message>
        <source>Reconciliation: compare both ends, and repair what you have changed in the target.</source>
        <translation>对账：比较两端，修复您在目标库中改动之处。</translation>
    </message>
    <message>
        <source>File tasks → New task…: a file from the send directory to the ministry.</source>
        <translation>文件任务 → 新建任务…：把发送目录中的一个文件发往部级节点。</translation>
    </message>
    <message>
        <source>Databases: register a source to publish from, or a target to load into. The check says what is in the way, and gives the SQL for the least rights.</source>
        <translation>数据库：登记用于发布的源，或用于装载的目标。检查会指出障碍，并给出最小权限的 SQL。</translation>
    </message>
    <message>
        <source>Overview: publish tables, or subscribe to what a peer has granted.</source>
        <translation>总览：发布表，或订阅对方授权的数据集。</translation>
    </message>
    <message>
        <source>File tasks: what goes as files, when, and to whom.</source>
        <translation>文件任务：哪些以文件传输、何时、发给谁。</translation>
    </message>
</context>
<context>
    <name>busheng::TableCheckModel</name>
    <message>
        <source>%1 (without %2)</source>
        <translation>%1（不含 %2）</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Rows, source</source>
        <translation>源端行数</translation>
    </message>
    <message>
        <source>Rows, target</source>
        <translation>目标端行数</translation>
    </message>
    <message>
        <source>All tables</source>
        <translation>全部表</translation>
    </message>
</context>
<context>
    <name>busheng::TablePicker</name>
    <message>
        <source>All shown</source>
        <translation>全选所列</translation>
    </message>
    <message>
        <source>None shown</source>
        <translation>全不选</translation>
    </message>
    <message>
        <source>tick below, or type names with commas between</source>
        <translation>在下方勾选，或填写表名，以逗号分隔</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Search in the tables of the source</source>
        <translation>在源库的表中搜索</translation>
    </message>
    <message>
        <source>Tables of the source</source>
        <translation>源库的表</translation>
    </message>
    <message>
        <source>Looking at the database…</source>
        <translation>正在查看数据库…</translation>
    </message>
    <message>
        <source>%1 of %2 tables shown, %3 chosen</source>
        <translation>共 %2 张表，列出 %1 张，已选 %3 张</translation>
    </message>
    <message>
        <source>%1 tables are chosen</source>
        <translation>已选 %1 张表</translation>
    </message>
</context>
<context>
    <name>busheng::TablesDialog</name>
    <message>
        <source>Tables of %1</source>
        <translation>%1 的表</translation>
    </message>
    <message>
        <source>Search tables</source>
        <translation>搜索表</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Copy the name</source>
        <translation>复制名称</translation>
    </message>
    <message>
        <source>As a dataset names it</source>
        <translation>与数据集中的写法相同</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Looking at the database…</source>
        <translation>正在查看数据库…</translation>
    </message>
    <message>
        <source>It could not be looked at</source>
        <translation>无法查看</translation>
    </message>
    <message>
        <source>No tables that a dataset may name</source>
        <translation>没有可供数据集使用的表</translation>
    </message>
    <message>
        <source>%1 of %2 tables</source>
        <translation>共 %2 张表，显示 %1 张</translation>
    </message>
    <message>
        <source>%1: %2 columns</source>
        <translation>%1：%2 列</translation>
    </message>
</context>
<context>
    <name>busheng::TaskForm</name>
    <message>
        <source>Largest part</source>
        <translation>分割大小</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>优先级</translation>
    </message>
    <message>
        <source>Resends</source>
        <translation>重传次数</translation>
    </message>
    <message>
        <source>First pause</source>
        <translation>首次间隔</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Change a transfer task</source>
        <translation>修改传输任务</translation>
    </message>
    <message>
        <source>New transfer task</source>
        <translation>新建传输任务</translation>
    </message>
    <message>
        <source>What and when</source>
        <translation>内容与时间</translation>
    </message>
    <message>
        <source>On the way</source>
        <translation>传输方式</translation>
    </message>
    <message>
        <source>Afterwards</source>
        <translation>传输之后</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Make task</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Receiver</source>
        <translation>接收方</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>all of the send directory</source>
        <translation>整个发送目录</translation>
    </message>
    <message>
        <source>A directory beneath %1</source>
        <translation>%1 之下的目录</translation>
    </message>
    <message>
        <source>Send directory</source>
        <translation>发送目录</translation>
    </message>
    <message>
        <source>all files; or for example *.zip, reports/*.xlsx</source>
        <translation>全部文件；或例如 *.zip, reports/*.xlsx</translation>
    </message>
    <message>
        <source>Only files like</source>
        <translation>文件筛选</translation>
    </message>
    <message>
        <source>the receiver&apos;s directory itself</source>
        <translation>接收方接收目录的根</translation>
    </message>
    <message>
        <source>Receive directory</source>
        <translation>接收目录</translation>
    </message>
    <message>
        <source>new and changed files</source>
        <translation>新增和变更的文件</translation>
    </message>
    <message>
        <source>all files, each time</source>
        <translation>每次全部文件</translation>
    </message>
    <message>
        <source>Each run sends</source>
        <translation>每次传输</translation>
    </message>
    <message>
        <source>when it has its name: it is put there by rename</source>
        <translation>文件以正式名称出现即完整（改名放入）</translation>
    </message>
    <message>
        <source>when NAME.ctl stands beside it</source>
        <translation>旁边出现“文件名.ctl”即完整</translation>
    </message>
    <message>
        <source>when nobody has changed it for 30 s (a guess)</source>
        <translation>30 秒无人改动即视为完整（推测）</translation>
    </message>
    <message>
        <source>A file is whole</source>
        <translation>完整判定</translation>
    </message>
    <message>
        <source>Starts</source>
        <translation>启动方式</translation>
    </message>
    <message>
        <source>Starts by itself; else only by hand</source>
        <translation>自动启动；否则只能手工启动</translation>
    </message>
    <message>
        <source>Compress where it pays</source>
        <translation>压缩（有收益时）</translation>
    </message>
    <message>
        <source>Seal each file with SM4-GCM, beside the link&apos;s own encryption</source>
        <translation>除链路加密外，以 SM4-GCM 密封每个文件</translation>
    </message>
    <message>
        <source>Text files arrive as UTF-8</source>
        <translation>文本文件转换为 UTF-8</translation>
    </message>
    <message>
        <source>Send larger files in numbered parts of</source>
        <translation>大文件分割为编号的分片，每片</translation>
    </message>
    <message>
        <source>Of the tasks that wait for the same receiver, the highest goes first</source>
        <translation>等待同一接收方的任务中，优先级最高者先行</translation>
    </message>
    <message>
        <source>Priority (1 to 9)</source>
        <translation>优先级（1 至 9）</translation>
    </message>
    <message>
        <source>A file that failed is sent again, times</source>
        <translation>失败文件的重传次数</translation>
    </message>
    <message>
        <source>Pause before the first resend</source>
        <translation>首次重传前的间隔</translation>
    </message>
    <message>
        <source>stay where they are</source>
        <translation>保留原处</translation>
    </message>
    <message>
        <source>are moved to the archive</source>
        <translation>移入归档目录</translation>
    </message>
    <message>
        <source>are deleted</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Files that arrived</source>
        <translation>已送达的文件</translation>
    </message>
    <message>
        <source>at the end of the run</source>
        <translation>运行结束时</translation>
    </message>
    <message>
        <source>days later</source>
        <translation>天之后</translation>
    </message>
    <message>
        <source>When</source>
        <translation>清理时间</translation>
    </message>
    <message>
        <source>There is no link yet: register the receiver&apos;s node first.</source>
        <translation>还没有链路：请先登记接收方节点。</translation>
    </message>
    <message>
        <source>There is a task with this name already.</source>
        <translation>已有同名任务。</translation>
    </message>
    <message>
        <source>&quot;%1&quot;: write a directory beneath the root, with &apos;/&apos; between, and none in front.</source>
        <translation>“%1”：请填写根目录之下的目录，以“/”分隔，开头不加“/”。</translation>
    </message>
    <message>
        <source>&quot;%1&quot;: &quot;.&quot;, &quot;..&quot; and empty names are not possible here.</source>
        <translation>“%1”：此处不能有“.”、“..”或空目录名。</translation>
    </message>
    <message>
        <source>When it starts is not understood yet.</source>
        <translation>启动时间尚不能识别。</translation>
    </message>
    <message>
        <source>Pauses: %1. Then the file goes to the failed directory and waits for a person.</source>
        <translation>间隔：%1。其后文件移入失败目录，等待人工处理。</translation>
    </message>
    <message>
        <source>for example 兵团_联网监测数据上报</source>
        <translation>例如 兵团_联网监测数据上报</translation>
    </message>
    <message>
        <source>files of the send directory</source>
        <translation>发送目录中的文件</translation>
    </message>
    <message>
        <source>rows of a database, as a file</source>
        <translation>数据库中的数据（导出为文件）</translation>
    </message>
    <message>
        <source>Sends</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>a directory of its own, for example exports/person</source>
        <translation>专用目录，例如 exports/person</translation>
    </message>
    <message>
        <source>The receiver joins the parts again</source>
        <translation>由接收方重新合并分卷</translation>
    </message>
    <message>
        <source>Name a send directory of its own: the rows are exported into it.</source>
        <translation>请填写专用的发送目录：数据将导出到其中。</translation>
    </message>
    <message>
        <source>A task that sends rows starts by hand or at certain times: with the service, it would export all the time.</source>
        <translation>发送数据的任务应按需或定时启动：若随服务启动，会不停导出。</translation>
    </message>
    <message>
        <source>At most, a second</source>
        <translation>每秒至多</translation>
    </message>
    <message>
        <source>Room for files that arrived</source>
        <translation>已到达文件的占用上限</translation>
    </message>
    <message>
        <source>Room to keep free</source>
        <translation>磁盘保留空间</translation>
    </message>
    <message>
        <source>what the link gives</source>
        <translation>以链路为限</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>速率上限</translation>
    </message>
    <message>
        <source>in clear</source>
        <translation>明文存放</translation>
    </message>
    <message>
        <source>sealed: only the client helper opens them</source>
        <translation>封装存放：仅客户端辅助程序可打开</translation>
    </message>
    <message>
        <source>In the receive directory, and in the send directory what &quot;put&quot; brings. Both nodes need a vault.</source>
        <translation>接收目录中的文件，以及由“put”放入发送目录的文件。双方节点都需要保险库。</translation>
    </message>
    <message>
        <source>Files lie</source>
        <translation>文件存放</translation>
    </message>
    <message>
        <source>Not before somebody has fetched them at the receiver</source>
        <translation>接收方取走之前不清理</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>While those that lie there have more, the oldest go before their time</source>
        <translation>超过此值时，最早的文件提前清理</translation>
    </message>
    <message>
        <source>They may have at most</source>
        <translation>占用至多</translation>
    </message>
    <message>
        <source>While less is free on the disk, the oldest are deleted before their time</source>
        <translation>磁盘剩余空间低于此值时，最早的文件提前删除</translation>
    </message>
    <message>
        <source>Keep free on the disk</source>
        <translation>磁盘至少保留</translation>
    </message>
    <message>
        <source>Parts can neither lie sealed nor wait until they are fetched: large files travel whole as well, and go on where a cut ended them.</source>
        <translation>分卷既不能封装存放，也不能等待取走后清理：大文件无需分卷也能整体传输，并可断点续传。</translation>
    </message>
</context>
<context>
    <name>busheng::TaskRunsCard</name>
    <message>
        <source>Runs and files</source>
        <translation>运行记录与文件</translation>
    </message>
    <message>
        <source>of the selected task</source>
        <translation>所选任务</translation>
    </message>
    <message>
        <source>all, also received</source>
        <translation>全部，含接收</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行记录</translation>
    </message>
    <message>
        <source>all files</source>
        <translation>全部文件</translation>
    </message>
    <message>
        <source>State of files</source>
        <translation>文件状态</translation>
    </message>
    <message>
        <source>Files of the run</source>
        <translation>本次运行的文件</translation>
    </message>
    <message>
        <source>No runs yet</source>
        <translation>尚无运行记录</translation>
    </message>
    <message>
        <source>Start the task, or wait for its time. Each run stays here with its files.</source>
        <translation>启动任务或等待其时间。每次运行及其文件都会留存于此。</translation>
    </message>
    <message>
        <source>No files</source>
        <translation>没有文件</translation>
    </message>
    <message>
        <source>The run has none in this state; or it had nothing to do.</source>
        <translation>本次运行没有此状态的文件，或无需传输。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Send again…</source>
        <translation>重传…</translation>
    </message>
    <message>
        <source>Shows first what would happen</source>
        <translation>先预览将如何处理</translation>
    </message>
    <message>
        <source>The list is full: show the files behind these</source>
        <translation>列表已满：显示其后的文件</translation>
    </message>
</context>
<context>
    <name>busheng::TasksPage</name>
    <message>
        <source>Resume</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Stop the run of &quot;%1&quot;?</source>
        <translation>停止“%1”的本次运行？</translation>
    </message>
    <message>
        <source>What arrived stays there. The next run sends the rest.</source>
        <translation>已送达的保留；其余由下次运行发送。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Remove the task &quot;%1&quot;?</source>
        <translation>移除任务“%1”？</translation>
    </message>
    <message>
        <source>Files stay where they are, here and at the receiver. Its runs stay in the records.</source>
        <translation>本地与接收方的文件均保留，运行记录也保留。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Transfer tasks</source>
        <translation>传输任务</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>New task…</source>
        <translation>新建任务…</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>Start, with all files</source>
        <translation>启动（全量）</translation>
    </message>
    <message>
        <source>Stop…</source>
        <translation>停止…</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>修改…</translation>
    </message>
    <message>
        <source>Failed files…</source>
        <translation>失败文件…</translation>
    </message>
    <message>
        <source>What lies in the failed directory of the task, and sends it again</source>
        <translation>查看该任务失败目录中的文件并重传</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>移除…</translation>
    </message>
    <message>
        <source>No transfer tasks yet</source>
        <translation>尚无传输任务</translation>
    </message>
    <message>
        <source>A task sends files of a directory to another node: by hand, by a timetable, or as they come.</source>
        <translation>任务把一个目录的文件发往另一节点：手工、定时或随到随发。</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>No task has this text in its name, receiver or times.</source>
        <translation>没有任务的名称、接收方或时间包含此文字。</translation>
    </message>
</context>
<context>
    <name>busheng::TextColumnModel</name>
    <message>
        <source>is made</source>
        <translation>将建立</translation>
    </message>
    <message>
        <source>any</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 字节</translation>
    </message>
    <message>
        <source>%1 characters</source>
        <translation>%1 字符</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>At the source</source>
        <translation>源端</translation>
    </message>
    <message>
        <source>Texts</source>
        <translation>文本数</translation>
    </message>
    <message>
        <source>Characters</source>
        <translation>字符数</translation>
    </message>
    <message>
        <source>UTF-8 bytes</source>
        <translation>UTF-8 字节数</translation>
    </message>
    <message>
        <source>At the target</source>
        <translation>目标端</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>容量</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>检查结果</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>The longest is in row %1</source>
        <translation>最长的文本在行 %1</translation>
    </message>
    <message>
        <source>Row %1 has %2</source>
        <translation>行 %1 含有 %2</translation>
    </message>
    <message>
        <source>Row %1 has the bytes %2</source>
        <translation>行 %1 的字节为 %2</translation>
    </message>
    <message>
        <source>The texts make sense as %1: the dataset can say so under &quot;Texts are really in&quot;</source>
        <translation>这些文本按 %1 才读得通：可在数据集的“文本实际编码”中说明</translation>
    </message>
</context>
<context>
    <name>busheng::TextSurveyDialog</name>
    <message>
        <source>Texts of %1</source>
        <translation>%1 的文本</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>What was found, and the statements that widen the target, appear here.</source>
        <translation>检查结果以及加宽目标列的语句显示在此处。</translation>
    </message>
    <message>
        <source>Findings and statements</source>
        <translation>检查结果与语句</translation>
    </message>
    <message>
        <source>Every row, not the first 100,000 of each table</source>
        <translation>检查全部行，而不只是每个表的前 100,000 行</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新检查</translation>
    </message>
    <message>
        <source>Copy the SQL</source>
        <translation>复制 SQL</translation>
    </message>
    <message>
        <source>Widen the columns…</source>
        <translation>加宽列…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Reading texts at the source…</source>
        <translation>正在读取源端文本…</translation>
    </message>
    <message>
        <source>It could not be looked at</source>
        <translation>未能检查</translation>
    </message>
    <message>
        <source>Every text that was read fits</source>
        <translation>已读取的文本全部放得下</translation>
    </message>
    <message>
        <source>Columns that need a look: %1</source>
        <translation>需要查看的列：%1</translation>
    </message>
    <message>
        <source>Run these statements at &quot;%1&quot;?</source>
        <translation>在“%1”执行这些语句？</translation>
    </message>
    <message>
        <source>The tables are rewritten and locked as long as that takes. Values stay as they are.</source>
        <translation>执行期间表会被重写并锁定。已有的值保持不变。</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>执行</translation>
    </message>
</context>
<context>
    <name>busheng::TimeChart</name>
    <message>
        <source>now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>-%1 min</source>
        <translation>-%1 分</translation>
    </message>
    <message>
        <source>-%1 d</source>
        <translation>-%1 天</translation>
    </message>
    <message>
        <source>-%1 h</source>
        <translation>-%1 小时</translation>
    </message>
</context>
<context>
    <name>busheng::TimetableField</name>
    <message>
        <source>by hand only</source>
        <translation>仅手工启动</translation>
    </message>
    <message>
        <source>all the time, with the service</source>
        <translation>随服务启动，持续传输</translation>
    </message>
    <message>
        <source>every few hours or minutes</source>
        <translation>每隔若干小时或分钟</translation>
    </message>
    <message>
        <source>every day</source>
        <translation>每天</translation>
    </message>
    <message>
        <source>on days of the week</source>
        <translation>每周</translation>
    </message>
    <message>
        <source>on days of the month</source>
        <translation>每月</translation>
    </message>
    <message>
        <source>on days of the year</source>
        <translation>每年</translation>
    </message>
    <message>
        <source>at certain moments</source>
        <translation>指定时刻</translation>
    </message>
    <message>
        <source>Starts</source>
        <translation>启动方式</translation>
    </message>
    <message>
        <source>hours</source>
        <translation>小时</translation>
    </message>
    <message>
        <source>minutes</source>
        <translation>分钟</translation>
    </message>
    <message>
        <source>Every</source>
        <translation>间隔</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>时刻</translation>
    </message>
    <message>
        <source>1, 15, last</source>
        <translation>1, 15, 月末</translation>
    </message>
    <message>
        <source>03-15, 12-31</source>
        <translation>03-15, 12-31</translation>
    </message>
    <message>
        <source>Choose days, and write times as in 23:00, with commas between several.</source>
        <translation>请选择星期，并填写如 23:00 的时刻，多个用逗号分隔。</translation>
    </message>
    <message>
        <source>Write days from 1 to 31 or &quot;last&quot;, and times as in 23:00.</source>
        <translation>请填写 1 至 31 日或“月末”，以及如 23:00 的时刻。</translation>
    </message>
    <message>
        <source>Write days as in 12-31, and times as in 23:00.</source>
        <translation>请填写如 12-31 的日期，以及如 23:00 的时刻。</translation>
    </message>
    <message>
        <source>Write moments as in 2026-12-01 02:30, with commas between several.</source>
        <translation>请填写如 2026-12-01 02:30 的时刻，多个用逗号分隔。</translation>
    </message>
    <message>
        <source>Write times as in 23:00, with commas between several.</source>
        <translation>请填写如 23:00 的时刻，多个用逗号分隔。</translation>
    </message>
    <message>
        <source>%1: that is over, it would never start</source>
        <translation>%1：时刻已过，不会再启动</translation>
    </message>
    <message>
        <source>%1; next at %2</source>
        <translation>%1；下次 %2</translation>
    </message>
</context>
<context>
    <name>busheng::TrayIcon</name>
    <message>
        <source>Busheng</source>
        <translation>部省</translation>
    </message>
    <message>
        <source>Busheng is still running</source>
        <translation>部省仍在运行</translation>
    </message>
    <message>
        <source>Synchronization continues in the background. Open or quit it from this icon.</source>
        <translation>同步在后台继续进行。可通过此图标打开或退出。</translation>
    </message>
    <message>
        <source>Open the console</source>
        <translation>打开控制台</translation>
    </message>
    <message>
        <source>Quit and stop synchronization</source>
        <translation>退出并停止同步</translation>
    </message>
    <message numerus="yes">
        <source>Busheng: %n new alarm(s)</source>
        <translation>
            <numerusform>部省：%n 项新告警</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>busheng::VerificationCard</name>
    <message>
        <source>%1 rows compared</source>
        <translation>已比对 %1 行</translation>
    </message>
    <message>
        <source>%1 differ</source>
        <translation>%1 行不同</translation>
    </message>
    <message>
        <source>Repair %1 rows of &quot;%2&quot;?</source>
        <translation>修复“%2”的 %1 行？</translation>
    </message>
    <message>
        <source>Missing in the target: %1
Extra in the target: %2
Different: %3

The source sends these rows again as they are now, in order with its changes; extra rows are removed from the target. Reconcile once more afterwards.</source>
        <translation>目标端缺少：%1
目标端多余：%2
不同：%3

源端将按当前内容、与变更同序重新发送这些行；多余的行会从目标端删除。修复后请再对账一次。</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>修复</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>No differences</source>
        <translation>没有差异</translation>
    </message>
    <message>
        <source>What differs between source and target appears here, field by field.</source>
        <translation>源端与目标端的差异逐字段显示在此处。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Repair…</source>
        <translation>修复…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Rows that differ</source>
        <translation>不同的行</translation>
    </message>
    <message>
        <source>Fields of the row</source>
        <translation>该行的字段</translation>
    </message>
    <message>
        <source>Range %1 ×</source>
        <translation>区间 %1 ×</translation>
    </message>
    <message>
        <source>the first %1 are listed</source>
        <translation>列出前 %1 条</translation>
    </message>
    <message>
        <source>%1 shown</source>
        <translation>显示 %1 条</translation>
    </message>
    <message>
        <source>%1 exported…</source>
        <translation>已导出 %1…</translation>
    </message>
    <message>
        <source>Nothing fits</source>
        <translation>没有符合条件的</translation>
    </message>
    <message>
        <source>Choose other kinds or another table, or search for less.</source>
        <translation>请选择其他类别或其他表，或放宽搜索。</translation>
    </message>
    <message>
        <source>Only this range</source>
        <translation>只看此区间</translation>
    </message>
    <message>
        <source>The rows that were compared together with this one</source>
        <translation>与此行一同比较的行</translation>
    </message>
    <message>
        <source>Show all ranges</source>
        <translation>显示全部区间</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>busheng::VerificationModel</name>
    <message>
        <source>by timetable</source>
        <translation>按时间表</translation>
    </message>
    <message>
        <source>row counts</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>every field</source>
        <translation>每个字段</translation>
    </message>
    <message>
        <source>%1 rows</source>
        <translation>%1 行</translation>
    </message>
    <message>
        <source>Begun</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Subscription</source>
        <translation>订阅</translation>
    </message>
    <message>
        <source>Compares</source>
        <translation>比对内容</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Compared</source>
        <translation>已比对</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>差异</translation>
    </message>
</context>
<context>
    <name>busheng::WelcomeStep</name>
    <message>
        <source>Where the node&apos;s data lies</source>
        <translation>节点数据所在目录</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>欢迎</translation>
    </message>
    <message>
        <source>Welcome to Busheng</source>
        <translation>欢迎使用部省</translation>
    </message>
    <message>
        <source>A few steps make this computer a node that exchanges data with the ministry and the provinces. You can leave at any time and go on later.</source>
        <translation>经过几步，本机即成为与部、省交换数据的节点。可随时离开，以后接着做。</translation>
    </message>
    <message>
        <source>Where shall the node&apos;s data lie?</source>
        <translation>请填写节点数据的目录。</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>Language of the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>Theme of the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>&amp;Set up this node</source>
        <translation>设置本节点(&amp;S)</translation>
    </message>
    <message>
        <source>Name it, ask your authority for certificates, and register whom it exchanges data with.</source>
        <translation>命名本节点，向证书机构申请证书，登记与之交换数据的节点。</translation>
    </message>
    <message>
        <source>&amp;Data directory</source>
        <translation>数据目录(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>浏览(&amp;B)…</translation>
    </message>
    <message>
        <source>&amp;Practise first</source>
        <translation>先练习(&amp;P)</translation>
    </message>
    <message>
        <source>A province&apos;s node and the ministry&apos;s run on this computer, with an authority and data of their own. Nothing of it reaches a network, and it can be thrown away.</source>
        <translation>在本机同时运行一个省级节点和一个部级节点，使用练习专用的证书机构和数据。不接触网络，随时可弃。</translation>
    </message>
    <message>
        <source>Backup of a node</source>
        <translation>节点的备份</translation>
    </message>
    <message>
        <source>Backups (*.bsbk);;All files (*)</source>
        <translation>备份 (*.bsbk);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Which backup is it, and what is its passphrase?</source>
        <translation>是哪个备份，口令是什么？</translation>
    </message>
    <message>
        <source>Restore from a backup</source>
        <translation>从备份恢复</translation>
    </message>
    <message>
        <source>It takes over: as soon as it runs, its peers and targets refuse the former node and every other copy of it, for good. Where the former one still runs, stop it first. What it sends to others is loaded anew there. What the former node did after the backup is not in it.</source>
        <translation>它将接管：一旦运行，对端和目标库将永久拒绝原节点及其他任何副本。若原节点仍在运行，请先停止。它发往别处的数据要在那里重新装载。原节点在备份之后所做的不在其中。</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Re&amp;store from a backup…</source>
        <translation>从备份恢复(&amp;S)…</translation>
    </message>
    <message>
        <source>For a machine that takes the place of another: the node as it was, into an empty data directory. It takes over from the former one.</source>
        <translation>用于替换另一台机器：把节点原样恢复到空的数据目录，并接管原来的节点。</translation>
    </message>
    <message>
        <source>Bac&amp;kup</source>
        <translation>备份文件(&amp;K)</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>P&amp;assphrase</source>
        <translation>口令(&amp;A)</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>口令</translation>
    </message>
    <message>
        <source>Shall the node &quot;%1&quot; (%2) run here from now on, as it was at %3?</source>
        <translation>是否从现在起在本机运行节点“%1”（%2）在 %3 时的状态？</translation>
    </message>
</context>
<context>
    <name>busheng::WizardStep</name>
    <message>
        <source>&amp;Next</source>
        <translation>下一步(&amp;N)</translation>
    </message>
</context>
</TS>
