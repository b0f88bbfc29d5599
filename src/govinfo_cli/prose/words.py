"""The words between the figures, by what they do in a sentence. The form's own are in its file.

A word that is in no list is a gap: no reading reaches across it, so that a missing word costs a
comparison and never makes a false one.
"""

from __future__ import annotations

from typing import Final

# What may stand between a word of the form and its figure without changing what is counted.
GLUE: Final = """
的 了 为 是 达 达到 达成 有 共有 计有 被 把 将 已 所 其 该 中 类 量 数 数量 总量 总数 件数 案件 案
情况 情形 事项 实施 目前 结果 决定 作出 做出 进行 予以 给予 申请 公开申请 申请件 申请数 申请量 申请人
政府信息公开申请 政府信息公开 信息公开申请 信息公开 政府信息 政务公开 依申请公开 依申请公开件 依申请 依申请件 政府信息公开依申请
公开政府信息申请 公开政府信息 公民、法人和其他组织 公民、法人或者其他组织 公民、法人或其他组织
公民、法人及其他组织 公民法人和其他组织 社会公众 群众 公众 公民 申请公开 提出 提交 提起 引起 引发
涉及政府信息公开 因政府信息公开 因政府信息公开工作 政府信息公开工作 信息公开工作 信息公开类 政府信息公开类
涉政府信息公开 因 涉 针对 相关 有关 关于 各类 各种 各 全部 全年 年内 本年度 本年 今年 当年 年度 期间
于 在 并 并且 也 还 仍 则 即 系 由 因此 依法 依规 依法依规 严格 按规定 认真 规范 直接 行政 书面
我市 我县 我区 我局 我委 我厅 我镇 我乡 我省 我街道 我单位 我部门 我中心 本局 本市 本县 本区 本省 本镇 本乡 本街道 本委 本厅 全局 代表 代表市政府 代表县政府 代表区政府
原行政行为 行政行为 方面 工作 原因 理由 以来 新增 同时 应 应诉 参与 发生 产生 出现 接到 其余 剩余
公开 属于 属 本行政机关 行政机关 方式 实际 尚有 当事人 各项 共同 合 均已 已经 经 后 按 按照条例 总
"""
TOTAL: Final = "总量 共计 总计 合计 累计 总共 一共 共 计 总数为 总量为 总数达 总量达"
JOIN: Final = "和 与 及 以及 或 或者 、 / 跟 并"
PART_OF: Final = "其中 包括 分别为 分别是 包含 含 涵盖 分为 具体为 具体是 构成如下 分类如下"
EACH: Final = "分别 依次 各自"
ALL: Final = "均 都 皆 全部 全"
ASIDE: Final = "另有 另外 此外 另 还有 不含 不包括 除 除此之外"
LAST: Final = """
上年度 上年 去年 上一年度 上一年 去年度 上年同期 去年同期 同期 前年 往年 历年 近年 近年来 近几年 以往 下年 下年度 明年 次年
近三年 近两年 五年来 三年来 多年来
"""
RISE: Final = (
    "增长了 增长 增加了 增加 上升了 上升 提高了 提高 增幅 升幅 上涨 增多 多了 提升 涨幅 新增加 净增"
)
FALL: Final = (
    "下降了 下降 减少了 减少 降低了 降低 回落了 回落 降幅 下滑 少了 缩减 负增长 净减 减幅 跌幅"
)
THAN: Final = "同比 较 比 相比 相较 环比 对比"
CHANGED: Final = (
    "增至 增加到 增长到 上升至 上升到 减至 减少到 下降至 下降到 提高到 提升至 降至 升至"
)
SHARE: Final = "占比为 占比达 占比 占到 占 比例为 比重为 比例达 比例 比重"
WIDE: Final = """
全市各级 全县各级 全区各级 全省各级 全市 全县 全区 全省 全州 全旗 全盟 全镇 全乡 全街道 全系统 全辖区 全市范围 全自治州
各级各部门 各级政府 各级行政机关
"""
NARROW: Final = """
市本级 县本级 区本级 省本级 州本级 旗本级 镇本级 本级 我局机关 我委机关 我厅机关 局机关 委机关 厅机关 机关本级 市政府机关 市级机关 市级
市政府办公室 县政府办公室 区政府办公室 市政府办公厅 省政府办公厅 州政府办公室 市府办 区府办 县府办 府办公室 市政府办 县政府办 区政府办
本办 我办 本机关 本单位 本部门 办公室本级 省级 县级 区级 自治区本级
"""
OTHERS: Final = """
各部门 市直部门 县直部门 区直部门 各单位 各县区 各县 各区 各乡镇 乡镇 街道 镇街 各镇街 各街道 下属单位 直属单位 所属单位 部门 各局
县区 区县 各地 各市县 各市 垂管单位 国务院部门 国务院 省政府 国家 中央 上级 上级部门 省厅 市局 兄弟单位 学校 医院 企业 社区 村 居委会
二级单位 局属单位 派出所 分局 科室 处室 法院 检察院 人大 政协
"""
# Asking by some channel, in some part of the year or of some subject is part of a whole.
PARTIAL: Final = """
网上 网络 线上 线下 在线 当面 现场 邮寄 信函 信件 传真 邮件 电子邮件 电子邮箱 邮箱 网站 门户网站 平台 微信 微博 公众号 新媒体 抖音 客户端 小程序
窗口 信箱 系统 渠道 栏目 专栏 专题 政府公报 公报 公示栏 公开栏 电子屏 报纸 电视 广播 新闻媒体 媒体 按时 按期 如期 及时 逾期 超期 延期 延长 当场 首次 当日 当天
一审 二审 再审 一次性 上半年 下半年 季度 期限内 法定期限 转办 转送 协办 代办 代为 协助 指导 督办 转交 移送 涉及 征地 拆迁 规划 土地 房屋 教育 财政 社保 环保 医疗
撤回 撤销申请 撤诉 补正 征求 收费 缴费 邮政 来函 其它类 同一 单个 人均 每 平均 日均 月均 截至目前 截至 每月 每周 每年 每季度
"""
# Things that are received and answered too, and are no requests for information.
FOREIGN: Final = """
咨询 信访 来信 来访 来电 留言 投诉 举报 提案 建议提案 议案 建议 热线 工单 信件 诉求 网民 市长信箱 局长信箱 县长信箱 区长信箱 问政 调解
仲裁 公证 法律援助 执法 登记 意见 办件 政务服务 许可申请 征集 问卷 稿件 评论 点击 浏览 访问 阅读 粉丝 关注 报道 线索 检查 培训 会议 活动
解读 政策解读 图解 新闻 视频 回应 舆情 接件 赔偿 求助 报名 补贴 备案 审查 清理 修改 修订 刊登 报送 审核 办事指南 表格 事件 纠纷 普法
人大建议 政协提案 政策文件 政策性文件 其他文件 公文 预算 决算 招聘 采购信息 公示 公告 信息产品 抽查 监测 整改
"""
REQUESTS: Final = """
申请 公开申请 政府信息公开申请 信息公开申请 依申请公开 依申请公开件 依申请 依申请件 政府信息公开依申请 公开政府信息申请 申请公开
"""
OWN: Final = """
我市 我县 我区 我局 我委 我厅 我镇 我乡 我省 我街道 我单位 我部门 我中心 本局 本市 本县 本区 本省 本镇 本乡 本街道 本委 本厅 全局
"""
NOW: Final = "今年 本年 本年度 当年 全年 年内"
NOT: Final = "没有 未能 未曾 从未 并未 尚未 暂未 均未 均无 未 无 没 零 不存在 暂无 尚无"

CLASSES: Final = {
    "glue": GLUE, "total": TOTAL, "join": JOIN, "part": PART_OF, "each": EACH, "all": ALL,
    "aside": ASIDE, "last": LAST, "rise": RISE, "fall": FALL, "than": THAN, "changed": CHANGED,
    "share": SHARE, "wide": WIDE, "narrow": NARROW, "others": OTHERS, "partial": PARTIAL,
    "foreign": FOREIGN, "requests": REQUESTS, "own": OWN, "now": NOW, "not": NOT,
}  # fmt: skip
# A later class wins where a word stands in two: 申请 is glue, and says that requests are meant.
WORDS: Final = {word: kind for kind, words in CLASSES.items() for word in words.split()}
