# 强制报告的回执：给老师、医生、儿童主任等按法律必须报告的人。

receipt-offer =
    📄 <b>您是老师、医生、村干部，工作上必须报告的吗？</b>

    { $number } 可以开一张<b>强制报告回执</b>：写着您什么时候、向哪里报告过，可以留着，也可以给领导看。
    回执上没有孩子、没有家庭、没有您的名字。要开，点您的身份（只写在回执上，值班员看不到）：
button-role-teacher = 👩‍🏫 学校、幼儿园
button-role-medical = 🩺 医院、诊所
button-role-village = 🏘 村（居）委会、儿童主任
button-role-social = 🤝 社工、机构、宾馆等
button-role-other = 国家机关、别的单位
toast-receipt = 回执开好了
receipt-nothing = 您还没有报告过，开不了回执。要核对别人的回执，发「/receipt 回执编号」。
receipt-title = 强制报告回执
receipt-number = 回执编号
receipt-at = 报告时间
receipt-office = 受理单位
receipt-role = 报告人身份（自述）
receipt-role-teacher = 学校、幼儿园工作人员
receipt-role-medical = 医疗机构工作人员
receipt-role-village = 村（居）民委员会工作人员
receipt-role-social = 密切接触未成年人的单位工作人员
receipt-role-other = 国家机关或其他单位工作人员
receipt-accepted = 已有人接办
receipt-contacted = 已开始联系
receipt-closed = 已办结
receipt-proves = 上述报告已由受理单位收到，特此说明。
receipt-law = 依据：《中华人民共和国未成年人保护法》第十一条；《关于建立侵害未成年人案件强制报告制度的意见（试行）》（高检发〔2020〕9号）。
receipt-bare = 本回执不含儿童及其家庭的任何信息。
receipt-check = 核对：在本机器人里发 /receipt { $receipt }
receipt-made = 出具时间：{ $at }。再发 /receipt 可得最新办理情况。
receipt-valid =
    ✅ <b>{ $receipt } 是真的。</b>
    报告时间：{ $at }
    受理单位：{ $office }
    报告人身份（自述）：{ $role }
receipt-unknown = ❌ 没有这个编号的回执。请对着回执再看一遍，编号像「HZ-7K3P-9QXM」。
command-receipt = 强制报告回执：开、核对
